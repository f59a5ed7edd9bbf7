import type { Context } from '../context.ts'
import { rsaSign } from '../crypto/rsa.ts'
import { requestText } from '../explain/request.ts'
import { isObject } from '../http/body.ts'
import { signTypeOf, v2Sign } from '../pay-v2/sign.ts'
import { buildXml } from '../pay-v2/xml.ts'
import { stable } from '../state/tokens.ts'

/** A call as the log has it: secrets masked, without the signature. */
export interface RecordedCall {
  /** Method and path. */
  call: string
  request: Record<string, unknown>
}

/** The same call, ready to be sent. */
export interface SendableCall {
  method: string
  url: string
  headers: Record<string, string>
  /** '' where there is none. */
  body: string
}

/** Puts back the secrets of the account that the log masks. A code that was used once cannot be had again. */
function unmasked(context: Context, fields: Record<string, unknown>): Record<string, unknown> {
  const { state, clock, random } = context
  const filled = { ...fields }
  if ('secret' in filled) filled['secret'] = state.account.credentials.appSecret
  if ('access_token' in filled)
    filled['access_token'] = stable(state.tokens, clock.now(), random).token
  return filled
}

const texts = (fields: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, String(value)]))

/** Signed with the merchant's key and the present time: WeChat Pay accepts it for five minutes. */
function v3Authorization(context: Context, method: string, url: string, body: string): string {
  const { mchId, serialNo, privateKey } = context.state.account.credentials
  const nonce = context.random.word(32)
  const timestamp = String(Math.floor(context.clock.wall() / 1000))
  const text = requestText({ method, url, timestamp, nonce, body, host: '' })
  const signature = rsaSign(text, privateKey)
  return `WECHATPAY2-SHA256-RSA2048 mchid="${mchId}",nonce_str="${nonce}",signature="${signature}",timestamp="${timestamp}",serial_no="${serialNo}"`
}

function v2Body(context: Context, request: Record<string, unknown>): string {
  const { sign, ...fields } = texts(request)
  void sign
  const { apiV2Key } = context.state.account.credentials
  return buildXml({ ...fields, sign: v2Sign(fields, apiV2Key, signTypeOf(fields) ?? 'MD5') })
}

/** Makes a recorded call of the app ready to be sent again: secrets put back, signed anew. */
export function sendableCall(context: Context, { call, request }: RecordedCall): SendableCall {
  const [method = 'GET', path = '/'] = call.split(' ')
  const query = isObject(request['query']) ? unmasked(context, request['query']) : {}
  const search = new URLSearchParams(texts(query)).toString()
  const target = search === '' ? path : `${path}?${search}`
  const url = context.url + target
  if (/^\/(pay|secapi)\//.test(path))
    return {
      method,
      url,
      headers: { 'Content-Type': 'text/xml' },
      body: v2Body(context, request),
    }
  const given = request['body']
  const body = isObject(given) ? JSON.stringify(unmasked(context, given)) : ''
  return {
    method,
    url,
    headers: {
      ...(body !== '' && { 'Content-Type': 'application/json' }),
      ...(path.startsWith('/v3/') && {
        Accept: 'application/json',
        Authorization: v3Authorization(context, method, target, body),
      }),
    },
    body,
  }
}
