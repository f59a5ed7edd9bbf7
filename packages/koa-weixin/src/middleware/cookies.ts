import type { Context } from 'koa'
import type { Internals } from '../internals.ts'
import type { ConsentRedirect } from '../sign-in/states.ts'

type Instance = Pick<Internals, 'origin' | 'appId'>

/**
 * Our own session, under a name with the account in it, so that two accounts on one host do not share it. On https the
 * prefix `__Host-` keeps other hosts of the same domain from setting it (RFC 6265bis, 4.1.3).
 */
export function sessionCookie({ origin, appId }: Instance): string {
  return `${prefixOf(origin)}weixin_session_${appId}`
}

/** What a state stands for lies in a cookie named after it, so that two tabs can sign in at the same time. */
export function stateCookie({ origin }: Pick<Instance, 'origin'>, state: string): string {
  return `${prefixOf(origin)}${STATE}${state}`
}

/** Shows that this browser has opened the page of the option `doctor`. */
export function doctorCookie({ origin }: Pick<Instance, 'origin'>): string {
  return `${prefixOf(origin)}weixin_doctor`
}

const STATE = 'weixin_state_'
const STATE_LENGTH = 32

function prefixOf(origin: string): string {
  return origin.startsWith('https:') ? '__Host-' : ''
}

/** Many servers and proxies refuse a request with more than 4 KB of cookies: this is what sign-ins may take of it. */
const MAX_STATES = 4
const MAX_STATE_BYTES = 2_600

/** Sets the cookie of a sign-in that begins; the oldest ones that would be too much beside it are deleted. */
export function setStateCookie(
  ctx: Context,
  instance: Instance,
  { state, sealedState, lifeSeconds }: ConsentRedirect,
): void {
  const name = stateCookie(instance, state)
  let bytes = name.length + sealedState.length
  let count = 1
  // Browsers send the oldest first (RFC 6265, 5.4).
  for (const [older, size] of stateCookiesOf(ctx, instance).reverse()) {
    bytes += size
    count += 1
    if (count > MAX_STATES || bytes > MAX_STATE_BYTES)
      setCookie(ctx, instance, { name: older, value: '', lifeSeconds: 0 })
  }
  setCookie(ctx, instance, { name, value: sealedState, lifeSeconds })
}

/** Names and sizes of the cookies of sign-ins that this browser has begun. */
function stateCookiesOf(ctx: Context, { origin }: Instance): [name: string, bytes: number][] {
  const begin = prefixOf(origin) + STATE
  return ctx
    .get('cookie')
    .split(/; */)
    .filter((one) => one.startsWith(begin) && one[begin.length + STATE_LENGTH] === '=')
    .map((one) => [one.slice(0, begin.length + STATE_LENGTH), one.length])
}

/**
 * HttpOnly, SameSite=Lax, which WeChat's redirect back passes, and for all paths, as `__Host-` needs it. It is written
 * as a header, because Koa's cookies refuse Secure where TLS ends at a proxy that the app does not declare.
 */
export function setCookie(
  ctx: Context,
  { origin }: Pick<Instance, 'origin'>,
  { name, value, lifeSeconds }: { name: string; value: string; lifeSeconds: number },
): void {
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  ctx.append(
    'set-cookie',
    `${name}=${value}; Path=/; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Lax${secure}`,
  )
}
