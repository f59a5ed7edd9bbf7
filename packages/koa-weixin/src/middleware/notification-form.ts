import type { Context } from 'koa'
import type { WeixinError } from '../errors/weixin-error.ts'

/** WeChat reads the answer to a notification in the form in which the notification came. */
export type NotificationForm = 'json' | 'xml'

/** By v3's header, then by its first character, or its content type where no body could be read. */
export function formOf(ctx: Context, body: Buffer | undefined): NotificationForm {
  if (ctx.get('wechatpay-signature') !== '') return 'json'
  if (body === undefined) return ctx.is('text/xml', 'application/xml') ? 'xml' : 'json'
  return /^\s*</.test(body.toString('utf8', 0, 64)) ? 'xml' : 'json'
}

/** Taken: WeChat does not repeat. */
export function acknowledge(ctx: Context, form: NotificationForm): void {
  if (form === 'json') {
    ctx.status = 204
    return
  }
  ctx.status = 200
  respondXml(ctx, 'SUCCESS', 'OK')
}

/** Not taken: WeChat repeats. The message is our code. */
export function decline(ctx: Context, form: NotificationForm, { status, code }: WeixinError): void {
  ctx.status = status
  if (form === 'json') ctx.body = { code: 'FAIL', message: code }
  else respondXml(ctx, 'FAIL', code)
}

function respondXml(ctx: Context, code: 'SUCCESS' | 'FAIL', message: string): void {
  ctx.type = 'text/xml'
  ctx.body = `<xml><return_code><![CDATA[${code}]]></return_code><return_msg><![CDATA[${message}]]></return_msg></xml>`
}
