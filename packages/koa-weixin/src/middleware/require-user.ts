import type { Context, Middleware } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import type { Session } from '../sign-in/session.ts'
import { internalsOf, type Internals } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respondError } from './respond.ts'
import { readSession } from './session.ts'

export interface RequireUserOptions {
  /** `snsapi_userinfo`: only who has shown nickname and avatar. @default 'snsapi_base' */
  scope?: Scope
}

/** What `requireUser` leaves for the middleware behind it. */
export interface WeixinUserState {
  /** May be a visitor of the snapshot page: see `isSnapshot`. */
  weixinUser: Session
}

/**
 * Guards the app's own routes. Who is signed in goes on, as `ctx.state.weixinUser`. Else a page is
 * redirected to consent, and from there back to the same address; an XHR gets 401
 * (`sign-in-required`, `consent-required`) with the address to go to.
 */
export function requireUser(
  weixin: Weixin,
  { scope = 'snsapi_base' }: RequireUserOptions = {},
): Middleware<WeixinUserState> {
  const instance = internalsOf(weixin)
  return async function weixinRequireUser(ctx, next) {
    try {
      const user = await readSession(ctx, instance)
      const isEnough = user && (scope === 'snsapi_base' || user.scope === 'snsapi_userinfo')
      if (!isEnough && isNavigation(ctx)) {
        ctx.set('cache-control', 'no-store')
        ctx.redirect(consentAddress(instance, { scope, returnTo: ctx.originalUrl }))
        return
      }
      if (!isEnough) throw new WeixinError(user ? 'consent-required' : 'sign-in-required')
      ctx.state.weixinUser = user
    } catch (thrown) {
      respondError(ctx, instance, thrown)
      return
    }
    await next()
  }
}

/** In full: the page may have been opened on another of our hosts, where our cookies don't belong. */
function consentAddress(
  { origin, base }: Pick<Internals, 'origin' | 'base'>,
  { scope, returnTo }: { scope: Scope; returnTo: string },
): string {
  return `${origin}${base}/oauth?scope=${scope}&returnTo=${encodeURIComponent(returnTo)}`
}

/**
 * Whether a browser loads a page, and would follow a redirect to WeChat. Browsers send Sec-Fetch-Dest
 * together with Sec-Fetch-Mode; Node's fetch sends a mode alone, whatever it plays. WeChat on Android
 * sends its own name as X-Requested-With, so only XMLHttpRequest counts.
 */
function isNavigation(ctx: Context): boolean {
  if (ctx.method !== 'GET' && ctx.method !== 'HEAD') return false
  if (ctx.get('sec-fetch-mode') === 'navigate') return true
  if (ctx.get('sec-fetch-dest') !== '') return false
  if (ctx.get('x-requested-with').toLowerCase() === 'xmlhttprequest') return false
  return /\btext\/html\b/i.test(ctx.get('accept'))
}
