import { checkPlainHttp } from '../domain/plain-http.ts'
import { sealSensitive } from '../crypto/oaep.ts'
import { textOf } from '../http/body.ts'
import { merchantPublicKey } from '../state/certificate.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import { requireFields, requireKnown } from './check-body.ts'
import { sealedNotification } from './notification.ts'
import { ECHO } from './rules.ts'
import { openSensitiveFields } from './sensitive-fields.ts'

const EVENT = 'SECURITY_ECHO.SUCCESS'

/**
 * POST /v3/security/echo (pay.weixin.qq.com/doc/v3/merchant/4014551946): returns the message, and the encrypted one
 * encrypted anew with the merchant's certificate. With `notify_url`, a notification carries both.
 */
export function echo(context: Context, pay: PayCall): PayReply {
  const { call, body } = pay
  requireFields(call, ECHO, body)
  requireKnown(call, ECHO, body)
  const { encrypted_echo_message: opened } = openSensitiveFields(context, pay, [
    'encrypted_echo_message',
  ])
  const key = merchantPublicKey(context.state.account.credentials.certificate)
  const encrypted = opened === undefined ? undefined : sealSensitive(opened, key)
  const message = { echo_message: body['echo_message'] }
  const url = textOf(body['notify_url'])
  if (url !== undefined) {
    checkPlainHttp(call, url)
    // The notification's field is named without "ed" (pay.weixin.qq.com/doc/v3/merchant/4015164042).
    announce(context, url, { ...message, ...(encrypted && { encrypt_echo_message: encrypted }) })
  }
  return {
    status: 200,
    body: { ...message, ...(encrypted && { encrypted_echo_message: encrypted }) },
  }
}

function announce(
  { clock, random, state, deliveries }: Context,
  url: string,
  resource: Record<string, unknown>,
): void {
  const { apiV3Key } = state.account.credentials
  const event = {
    type: EVENT,
    kind: 'security',
    // WeChat's own words for it are not published.
    summary: '安全探测成功',
    about: EVENT,
    outTradeNo: null,
    url,
    resource,
  }
  deliveries.announce(sealedNotification(event, apiV3Key, { now: clock.now(), random }))
}
