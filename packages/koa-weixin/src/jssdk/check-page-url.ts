import { WeixinError } from '../errors/weixin-error.ts'

const MAX_CHARACTERS = 4096

/**
 * Throws `url-not-ours` unless the page is on one of these origins. The address is signed exactly as it is, so it is
 * checked as text: what a URL parser would correct silently is refused.
 */
export function checkPageUrl(url: string, allowedOrigins: ReadonlySet<string>): void {
  if (url.length > MAX_CHARACTERS) throw refusal('too long')
  if (/[\s\\\p{Cc}]/u.test(url)) throw refusal('white space, control characters or backslashes')
  for (const origin of allowedOrigins) if (isOn(origin, url)) return
  throw refusal('another origin')
}

/** After an origin an address ends, or goes on with its path, query or hash. */
function isOn(origin: string, url: string): boolean {
  if (!url.startsWith(origin)) return false
  const next = url[origin.length]
  return next === undefined || next === '/' || next === '?' || next === '#'
}

function refusal(detail: string): WeixinError {
  return new WeixinError('url-not-ours', { detail })
}
