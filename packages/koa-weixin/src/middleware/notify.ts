import type { Middleware } from 'koa'
import { asWeixinError } from '../errors/weixin-error.ts'
import type { Weixin } from '../weixin.ts'
import { emitError } from './respond.ts'
import { acknowledge, decline, formOf } from './notification-form.ts'
import { rawBody } from './raw-body.ts'

/**
 * `POST notify`: WeChat's notifications. 204 (XML: 200 and SUCCESS) once the app has recorded what they
 * say; anything else fails in WeChat's form, with our code as the message, so that WeChat repeats.
 */
export function notify(weixin: Weixin): Middleware {
  return async function weixinNotify(ctx) {
    let body: Buffer | undefined
    try {
      body = await rawBody(ctx)
      await weixin.handleNotification({ headers: ctx.headers, body })
      acknowledge(ctx, formOf(ctx, body))
    } catch (thrown) {
      const error = asWeixinError(thrown)
      decline(ctx, formOf(ctx, body), error)
      emitError(ctx, error)
    }
  }
}
