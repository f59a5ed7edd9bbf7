import type { Middleware } from 'koa'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'

const MAX_AGE_SECONDS = '600'

/**
 * Lets pages on `allowedOrigins` call with the user's cookies, and answers their preflight requests. `weixinRouter`
 * contains it; mount it before the app's own routes that such pages call.
 */
export function cors(weixin: Weixin): Middleware {
  const { origin, isAllowedOrigin } = internalsOf(weixin)
  return async function weixinCors(ctx, next) {
    ctx.vary('Origin')
    const from = ctx.get('origin')
    if (from === origin || !isAllowedOrigin(from)) return next()
    ctx.set('access-control-allow-origin', from)
    ctx.set('access-control-allow-credentials', 'true')
    if (ctx.method !== 'OPTIONS' || !ctx.get('access-control-request-method')) return next()
    ctx.set('access-control-allow-methods', 'GET, POST')
    ctx.set('access-control-allow-headers', 'content-type, x-requested-with')
    ctx.set('access-control-max-age', MAX_AGE_SECONDS)
    ctx.status = 204
  }
}
