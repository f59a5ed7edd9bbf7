import type { Middleware } from 'koa'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Weixin } from '../weixin.ts'
import { tellApp } from './answer.ts'
import { rawBody } from './raw-body.ts'

/**
 * `POST notify`: WeChat's notices. 204 once the app has recorded what they say; anything else
 * fails in WeChat's form, with our code as the message, so that WeChat repeats.
 */
export function notify(weixin: Weixin): Middleware {
  return async function weixinNotify(ctx) {
    try {
      await weixin.receive({ headers: ctx.headers, body: await rawBody(ctx) })
      ctx.status = 204
    } catch (thrown) {
      const error = asWeixinError(thrown)
      ctx.status = error.status
      ctx.body = { code: 'FAIL', message: error.code }
      tellApp(ctx, error)
    }
  }
}
