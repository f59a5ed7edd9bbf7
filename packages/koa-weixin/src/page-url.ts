import { WeixinError } from './errors/weixin-error.ts'

const MOST_CHARACTERS = 4096

/**
 * Throws `url-not-ours` unless the page is on one of these origins. The address itself stays as it
 * is: it is signed to the letter, so whatever a URL parser would quietly mend is refused here.
 */
export function requireOurPage(url: string, origins: ReadonlySet<string>): void {
  const refuse = (detail: string): WeixinError => new WeixinError('url-not-ours', { detail })
  if (url.length > MOST_CHARACTERS) throw refuse('too long')
  if (/[\s\\\p{Cc}]/u.test(url)) throw refuse('white space, control characters or backslashes')
  if (!URL.canParse(url)) throw refuse('no address')
  const { origin, username, password } = new URL(url)
  if (username !== '' || password !== '') throw refuse('has a user name or password')
  if (!origins.has(origin)) throw refuse('another origin')
}
