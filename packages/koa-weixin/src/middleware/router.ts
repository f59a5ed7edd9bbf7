import Router from '@koa/router'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { config } from './config.ts'
import { cors } from './cors.ts'
import { diagnose } from './diagnose.ts'
import { doctorRoutes } from './doctor.ts'
import { withChecks } from './first-request.ts'
import { notify } from './notify.ts'
import { oauth } from './oauth.ts'
import { orderStatus } from './order-status.ts'
import { pay } from './pay.ts'
import { signOut } from './sign-out.ts'
import { user } from './user.ts'

/** Where `weixinRouter` is mounted. */
export interface WeixinRouterOptions {
  /**
   * The path under which requests arrive at this router: `base`, unless a proxy or koa-mount in front has removed its
   * beginning. With `base: '/api/weixin'` behind `mount('/api', …)` it is `/weixin`. @default the option `base`
   */
  prefix?: string
}

/**
 * All routes under `base`: GET `config`, `oauth`, `user`, `pay/:orderId`; POST `config`, `sign-out`, `pay/:orderId`,
 * `notify`; GET `doctor` with the option `doctor`. With its first request it reports, by the app's `error` event, a body parser that leaves no bytes of a
 * notification, and a place that is not `base`.
 *
 * @example
 * app.use(weixinRouter(weixin).routes())
 */
export function weixinRouter(
  weixin: Weixin,
  { prefix = internalsOf(weixin).base }: WeixinRouterOptions = {},
): Router {
  const instance = internalsOf(weixin)
  const forPages = ['/config', '/oauth', '/user', '/sign-out', '/pay/:orderId']
  // In each route, because a layer of `use` for each path is one more to match for every request.
  const shared = cors(weixin)
  const router = new Router({ prefix })
    .options(forPages, shared, (ctx) => {
      ctx.status = 204
    })
    .get('/config', shared, config(weixin))
    .post('/config', shared, diagnose(weixin))
    .get('/oauth', shared, oauth(weixin))
    .get('/user', shared, user(weixin))
    .post('/sign-out', shared, signOut(weixin))
    .post('/pay/:orderId', shared, pay(weixin))
    .get('/pay/:orderId', shared, orderStatus(weixin))
    .post('/notify', notify(weixin))
  const { doctor } = instance.settings()
  if (doctor) {
    const { page, script, facts } = doctorRoutes(instance, doctor)
    router.get('/doctor', page).get('/doctor/script.js', script).get('/doctor/facts', facts)
  }
  return withChecks(router, instance, { base: instance.base, prefix })
}
