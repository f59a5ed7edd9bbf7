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
  const router = new Router({ prefix })
    .use(forPages, cors(weixin))
    .options(forPages, (ctx) => {
      ctx.status = 204
    })
    .get('/config', config(weixin))
    .post('/config', diagnose(weixin))
    .get('/oauth', oauth(weixin))
    .get('/user', user(weixin))
    .post('/sign-out', signOut(weixin))
    .post('/pay/:orderId', pay(weixin))
    .get('/pay/:orderId', orderStatus(weixin))
    .post('/notify', notify(weixin))
  const { doctor } = instance.settings()
  if (doctor) {
    const { page, script, facts } = doctorRoutes(instance, doctor)
    router.get('/doctor', page).get('/doctor/script.js', script).get('/doctor/facts', facts)
  }
  return withChecks(router, instance, { base: instance.base, prefix })
}
