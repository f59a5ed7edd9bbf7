import type { Context } from 'koa'
import type { ConsentRedirect } from '../sign-in/states.ts'
import type { Internals } from '../internals.ts'

/** Our own session. Named after the account, so that two accounts on one host don't share it. */
export function sessionCookie({ appId }: Pick<Internals, 'appId'>): string {
  return `weixin_session_${appId}`
}

/** What a state means lies in a cookie named after it, so that two tabs can sign in at once. */
export function stateCookie(state: string): string {
  return `weixin_state_${state}`
}

/** Sign-ins of one browser at a time. Cookies of many more would not fit into a request's headers. */
const MOST_STATES = 4

export function setStateCookie(
  ctx: Context,
  weixin: Pick<Internals, 'origin' | 'base'>,
  { state, sealedState, lifeSeconds }: ConsentRedirect,
): void {
  const path = `${weixin.base}/oauth`
  // Browsers send the oldest first (RFC 6265, 5.4).
  const begun = ctx.get('cookie').match(/\bweixin_state_[0-9A-Za-z]{32}(?==)/g) ?? []
  for (const name of begun.slice(0, 1 - MOST_STATES))
    setCookie(ctx, weixin, { name, value: '', path, lifeSeconds: 0 })
  setCookie(ctx, weixin, { name: stateCookie(state), value: sealedState, path, lifeSeconds })
}

/**
 * HttpOnly and SameSite=Lax, which WeChat's redirect back passes. Written as a header, because
 * Koa's cookies refuse Secure where TLS ends at a proxy that the app does not declare.
 */
export function setCookie(
  ctx: Context,
  { origin }: Pick<Internals, 'origin'>,
  cookie: { name: string; value: string; path: string; lifeSeconds: number },
): void {
  const { name, value, path, lifeSeconds } = cookie
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  ctx.append(
    'set-cookie',
    `${name}=${value}; Path=${path}; Max-Age=${lifeSeconds}; HttpOnly; SameSite=Lax${secure}`,
  )
}
