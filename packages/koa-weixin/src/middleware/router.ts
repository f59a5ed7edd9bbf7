import Router from '@koa/router'
import type { Weixin } from '../weixin.ts'
import { config } from './config.ts'
import { confirm } from './confirm.ts'
import { notify } from './notify.ts'
import { oauth } from './oauth.ts'
import { pay } from './pay.ts'
import { user } from './user.ts'

/** All six under `base`: `app.use(weixinRouter(weixin).routes())`. */
export function weixinRouter(weixin: Weixin): Router {
  return new Router({ prefix: weixin.base })
    .get('/config', config(weixin))
    .get('/oauth', oauth(weixin))
    .get('/user', user(weixin))
    .post('/pay/:orderId', pay(weixin))
    .get('/pay/:orderId', confirm(weixin))
    .post('/notify', notify(weixin))
}
