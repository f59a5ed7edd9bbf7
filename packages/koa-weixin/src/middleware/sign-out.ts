import type { Middleware } from 'koa'
import { WeixinError } from '../errors/weixin-error.ts'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { respondError } from './respond.ts'
import { clearSession } from './session.ts'

/**
 * `POST sign-out`: signs the user out, and answers 204. A page of another origin than `origin` and `allowedOrigins`
 * receives `origin-not-allowed`.
 *
 * @example
 * router.post('/sign-out', signOut(weixin))
 */
export function signOut(weixin: Weixin): Middleware {
  const instance = internalsOf(weixin)
  return observedResponse(instance, async function weixinSignOut(ctx) {
    try {
      const from = ctx.get('origin')
      // Browsers send Origin with every POST; what sends neither is no page.
      const isForeign =
        from === '' ? ctx.get('sec-fetch-site') === 'cross-site' : !instance.isAllowedOrigin(from)
      if (isForeign) throw new WeixinError('origin-not-allowed')
      await clearSession(ctx, weixin)
      ctx.set('cache-control', 'no-store')
      ctx.status = 204
    } catch (thrown) {
      respondError(ctx, instance, thrown)
    }
  })
}
