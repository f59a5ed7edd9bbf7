import type { Middleware } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import { internalsOf, type Internals } from '../internals.ts'
import type { Session } from '../sign-in/session.ts'
import type { Weixin } from '../weixin.ts'
import { isNavigation } from './navigation.ts'
import { respondSignInError } from './respond-page-error.ts'
import { readSession } from './session.ts'

/** Whom a guarded route admits. */
export interface RequireUserOptions {
  /** `snsapi_userinfo` admits only users who have shown nickname and avatar. @default 'snsapi_base' */
  scope?: Scope
}

/** What `requireUser` puts into `ctx.state` for the middleware behind it. */
export interface WeixinUserState {
  /** The user; a virtual one on the snapshot page: see `isSnapshot`. */
  weixinUser: Session
}

/**
 * Guards the app's own routes. A user who is signed in goes on, as `ctx.state.weixinUser`. Otherwise a page load is
 * redirected to the sign-in, and from there back to the same address; a call of a page's script receives 401
 * (`sign-in-required`, `consent-required`) with the address to go to.
 *
 * @example
 * router.get('/orders', requireUser(weixin), (ctx) => ordersOf(ctx.state.weixinUser.openid))
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
      await respondSignInError(ctx, instance, thrown, { returnTo: ctx.originalUrl, scope })
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
