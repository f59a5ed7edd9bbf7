import Router from '@koa/router'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { config } from './config.ts'
import { orderStatus } from './order-status.ts'
import { cors } from './cors.ts'
import { diagnose } from './diagnose.ts'
import { notify } from './notify.ts'
import { oauth } from './oauth.ts'
import { pay } from './pay.ts'
import { signOut } from './sign-out.ts'
import { user } from './user.ts'

/** All of them under `base`: `app.use(weixinRouter(weixin).routes())`. */
export function weixinRouter(weixin: Weixin): Router {
  const forPages = ['/config', '/oauth', '/user', '/sign-out', '/pay/:orderId']
  return new Router({ prefix: internalsOf(weixin).base })
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
}
