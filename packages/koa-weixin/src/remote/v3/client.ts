import type { KeyObject } from 'node:crypto'
import { WeixinError, type WeixinSaid } from '../../errors/weixin-error.ts'
import { judgeAnswer } from '../../protocol/v3/answer-signature.ts'
import { authorization, requestText, signText } from '../../protocol/v3/request-signature.ts'
import { fieldsOf, parseJson, type Fields } from '../fields.ts'
import type { Http, HttpReply } from '../http.ts'

export interface V3Options {
  http: Http
  /** WeChat Pay's host, `https://api.mch.weixin.qq.com`. */
  pay: string
  appId: string
  mchId: string
  /** Serial of the merchant's certificate. */
  serialNo: string
  privateKey: KeyObject
  apiV3Key: KeyObject
  /** Opens refund notices that come as v2 XML. */
  apiV2Key?: string | undefined
  /** WeChat's public keys by their ids. */
  publicKeys: ReadonlyMap<string, KeyObject>
  /** Where notices come in. */
  notifyUrl: string
  /** Milliseconds. */
  now: () => number
  nonce: () => string
}

/** `done`: 2xx and verified. `refused`: a status of 4xx with a code, signed or not. */
export type Reply = { result: 'done'; text: string } | { result: 'refused'; said: WeixinSaid }

const TIMEOUT_MS = 6_000

/** One signed call. `path` is signed and sent to the letter. */
export async function call(
  options: V3Options,
  method: 'GET' | 'POST',
  path: string,
  payload?: object,
): Promise<Reply> {
  const { http, pay, now, nonce, privateKey, publicKeys } = options
  const body = payload === undefined ? '' : JSON.stringify(payload)
  const request = { method, path, timestamp: Math.floor(now() / 1000), nonce: nonce(), body }
  const signature = await signText(requestText(request), privateKey)
  const [firstKeyId = ''] = publicKeys.keys()
  const reply = await http({
    method,
    url: pay + path,
    headers: {
      accept: 'application/json',
      authorization: authorization(options, request, signature),
      'content-type': 'application/json',
      'user-agent': 'koa-weixin',
      // Asks for replies signed with the public key, not with a platform certificate.
      'wechatpay-serial': firstKeyId,
    },
    ...(payload === undefined ? {} : { body }),
    timeoutMs: TIMEOUT_MS,
  })
  return readReply(reply, publicKeys, Math.floor(now() / 1000))
}

/** A 2xx is believed only when WeChat signed it; a 5xx or 429 leaves open whether WeChat acted. */
export function readReply(
  reply: HttpReply,
  publicKeys: V3Options['publicKeys'],
  nowSeconds: number,
): Reply {
  const { status, headers } = reply
  if (status >= 200 && status < 300) {
    const fault = judgeAnswer(reply, publicKeys, nowSeconds)
    if (fault) throw new WeixinError('reply-unverified', { detail: fault })
    return { result: 'done', text: reply.body.toString('utf8') }
  }
  const said = readError(reply)
  if (status >= 500 || status === 429 || status < 400)
    throw new WeixinError('weixin-unreachable', { said })
  return { result: 'refused', said: withRequestId(said, headers['request-id']) }
}

/** The JSON of a verified reply. */
export function readJson(text: string): Fields {
  return fieldsOf(parseJson(text, 'reply-malformed'), 'reply-malformed')
}

function readError({ status, body }: HttpReply): WeixinSaid {
  try {
    const error = readJson(body.toString('utf8'))
    return { status, code: error.text('code'), message: error.optionalText('message') ?? '' }
  } catch {
    // 404 and 405 of unknown paths have no body, and a proxy's 502 is HTML.
    return { status, code: '', message: '' }
  }
}

function withRequestId(said: WeixinSaid, requestId: string | string[] | undefined): WeixinSaid {
  return typeof requestId === 'string' ? { ...said, requestId } : said
}
