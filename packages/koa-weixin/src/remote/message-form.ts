import type { WeixinError } from '../errors/weixin-error.ts'
import type { RawNotification } from './gateway.ts'

/** WeChat Pay sends notifications as JSON (API v3) or as XML (API v2), and reads the answer in the same form. */
export type MessageForm = 'json' | 'xml'

/** How much of a body is looked at: the first character that is not white space decides. */
const HEAD_BYTES = 64

/** The header of API v3 decides, then the body's first character, then the content type where no body could be read. */
export function formOf({
  headers,
  body,
}: Pick<RawNotification, 'headers'> & { body?: Buffer | undefined }): MessageForm {
  if (headers['wechatpay-signature'] !== undefined) return 'json'
  if (body === undefined)
    return /^\s*(text|application)\/xml\b/i.test(String(headers['content-type'])) ? 'xml' : 'json'
  return /^\s*</.test(body.toString('utf8', 0, HEAD_BYTES)) ? 'xml' : 'json'
}

/** What is sent back to WeChat. An empty body has no content type. */
export interface NotificationAnswer {
  status: number
  contentType: 'application/json' | 'text/xml' | null
  body: string
}

/** Answers a notification in the form in which it came: handled, or refused with this error. */
export type AnswerNotification = (
  message: Pick<RawNotification, 'headers'> & { body?: Buffer | undefined },
  error?: WeixinError,
) => NotificationAnswer

export const answerNotification: AnswerNotification = (message, error) => {
  const form = formOf(message)
  return error ? failure(form, error) : success(form)
}

/** The notification was handled: WeChat does not send it again. */
function success(form: MessageForm): NotificationAnswer {
  if (form === 'json') return { status: 204, contentType: null, body: '' }
  return { status: 200, contentType: 'text/xml', body: xml('SUCCESS', 'OK') }
}

/** The notification was not handled: WeChat sends it again. The message is the literal code of our error. */
function failure(form: MessageForm, { status, code }: WeixinError): NotificationAnswer {
  if (form === 'json')
    return {
      status,
      contentType: 'application/json',
      body: JSON.stringify({ code: 'FAIL', message: code }),
    }
  return { status, contentType: 'text/xml', body: xml('FAIL', code) }
}

function xml(code: 'SUCCESS' | 'FAIL', message: string): string {
  return `<xml><return_code><![CDATA[${code}]]></return_code><return_msg><![CDATA[${message}]]></return_msg></xml>`
}
