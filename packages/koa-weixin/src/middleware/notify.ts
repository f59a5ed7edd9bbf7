import type { Middleware } from 'koa'
import { asWeixinError } from '../errors/weixin-error.ts'
import { observedResponse } from '../diagnostics/observed-response.ts'
import { internalsOf } from '../internals.ts'
import type { Weixin } from '../weixin.ts'
import { bodyCheckResult } from './body-check.ts'
import { createBodyReader } from './raw-body.ts'
import { emitError } from './respond.ts'

/**
 * `POST notify`: WeChat's notifications. It answers 204 (XML: 200 and SUCCESS) once the app has recorded what they
 * report; anything else fails in WeChat's form, with our code as the message, and WeChat notifies again.
 *
 * @example
 * router.post('/notify', notify(weixin))
 */
export function notify(weixin: Weixin): Middleware {
  const instance = internalsOf(weixin)
  const { checkNotificationHeaders, handleNotification, answerNotification } = instance
  const bodies = createBodyReader()
  const receive: Middleware = observedResponse(instance, async (ctx) => {
    const { headers } = ctx
    let body: Buffer | undefined
    let error: ReturnType<typeof asWeixinError> | undefined
    try {
      body = bodies.left(ctx)
      if (!body) {
        checkNotificationHeaders(headers)
        body = await bodies.read(ctx)
      }
      await handleNotification({ headers, body })
    } catch (thrown) {
      error = asWeixinError(thrown)
    }
    const answer = answerNotification({ headers, body }, error)
    ctx.status = answer.status
    if (answer.contentType !== null) ctx.type = answer.contentType
    if (answer.body !== '') ctx.body = answer.body
    if (error) emitError(ctx, instance, error)
  })
  return function weixinNotify(ctx, next) {
    const checked = bodyCheckResult(ctx, bodies)
    if (checked === undefined) return receive(ctx, next)
    if (checked) emitError(ctx, instance, checked)
    ctx.status = 204
  }
}
