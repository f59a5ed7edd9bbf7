import type { KeyObject } from 'node:crypto'
import { WeixinError, type WeixinResponse } from '../../errors/weixin-error.ts'
import type { SignatureFault } from '../../protocol/v3/message-signature.ts'
import { authorization, requestText, signText } from '../../protocol/v3/request-signature.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import { fieldsOf, parseJson, type Fields } from '../fields.ts'
import type { Http, HttpResponse } from '../http.ts'
import type { ClockSkew } from './clock-skew.ts'
import { retry, DEADLINE_MS, type RetryOptions } from '../retry.ts'
import { verifyMessage } from './verify.ts'
import type { PlatformKeys } from './platform-keys.ts'

export interface V3Options extends RetryOptions {
  http: Http
  appId: string
  mchId: string
  /** Serial of the merchant's certificate. */
  serialNo: string
  privateKey: KeyObject
  apiV3Key: KeyObject
  /** WeChat Pay's keys. */
  platformKeys: PlatformKeys
  clockSkew: ClockSkew
  serviceProvider?: ServiceProvider | undefined
  /** Opens refund notifications that come as v2 XML. */
  apiV2Key?: string | undefined
  /** Where notifications come in. */
  notifyUrl: string
  nonce: () => string
}

/** `done`: 2xx and verified. `refused`: a status of 4xx with a code, signed or not. */
export type V3Response =
  | { result: 'done'; text: string }
  | { result: 'refused'; response: WeixinResponse }

interface Request {
  method: 'GET' | 'POST'
  /** Signed and sent to the letter. */
  path: string
  payload?: object
}

/** What is wrong with the signature of a 2xx; null when it holds. */
type Verify = (reply: HttpResponse) => Promise<string | null> | SignatureFault | null

/** A moment further away than this is refused by WeChat. Seconds. */
const MOST_SKEW = 300

/** One signed call, repeated where that helps. `path` is signed and sent to the letter. */
export async function call(
  options: V3Options,
  method: 'GET' | 'POST',
  path: string,
  payload?: object,
): Promise<V3Response> {
  await options.platformKeys.ready()
  const request: Request = { method, path, ...(payload === undefined ? {} : { payload }) }
  return exchange(options, request, async (reply) => {
    const judged = await verifyMessage(options, reply)
    return judged && [judged.fault, judged.detail].filter(Boolean).join(': ')
  })
}

/**
 * Asks, and asks once more when a 2xx does not prove to be WeChat's: it sends wrong signatures on
 * purpose to see who verifies, and a repeat is not probed again. Source: WeChat Pay, 签名探测 (4013053249).
 */
export async function exchange(
  options: V3Options,
  request: Request,
  proof: Verify,
  patienceMs: number = DEADLINE_MS,
): Promise<V3Response> {
  const until = options.now() + patienceMs
  const ask = (): Promise<HttpResponse> =>
    retry(options, until, (host, timeoutMs) => send(options, request, host, timeoutMs))
  const faultOf = async (one: HttpResponse): Promise<string | null> =>
    isSuccess(one) ? await proof(one) : null

  let reply = await ask()
  let fault = await faultOf(reply)
  if (fault !== null && options.now() < until) {
    reply = await ask()
    fault = await faultOf(reply)
  }
  if (fault !== null) throw new WeixinError('response-unverified', { detail: fault })
  return readResponse(reply, options.clockSkew)
}

async function send(
  options: V3Options,
  { method, path, payload }: Request,
  pay: string,
  timeoutMs: number,
): Promise<HttpResponse> {
  const { http, now, nonce, privateKey, platformKeys } = options
  const body = payload === undefined ? '' : JSON.stringify(payload)
  const request = { method, path, timestamp: Math.floor(now() / 1000), nonce: nonce(), body }
  const signature = await signText(requestText(request), privateKey)
  const { publicKeyId } = platformKeys
  return http({
    method,
    url: pay + path,
    headers: {
      accept: 'application/json',
      authorization: authorization(options, request, signature),
      'content-type': 'application/json',
      'user-agent': 'koa-weixin',
      // Asks for replies signed with the public key, not with a platform certificate.
      ...(publicKeyId === undefined ? {} : { 'wechatpay-serial': publicKeyId }),
    },
    ...(payload === undefined ? {} : { body }),
    timeoutMs,
  })
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300
}

/** A 5xx or 429 leaves open whether WeChat acted. A 2xx was verified before. */
function readResponse(reply: HttpResponse, skew: ClockSkew): V3Response {
  const { status, headers } = reply
  if (isSuccess(reply)) {
    skew.note(Number(headers['wechatpay-timestamp']))
    return { result: 'done', text: reply.body.toString('utf8') }
  }
  const response = readError(reply)
  if (status >= 500 || status === 429 || status < 400)
    throw new WeixinError('weixin-unreachable', { response })
  if (status === 401) requireClock(reply, response, skew)
  return { result: 'refused', response: withRequestId(response, headers['request-id']) }
}

/** WeChat looks at the clock before it looks at the signature, and has one code for both. */
function requireClock({ headers }: HttpResponse, response: WeixinResponse, skew: ClockSkew): void {
  skew.note(Date.parse(String(headers['date'])) / 1000)
  if (Math.abs(skew.seconds() ?? 0) <= MOST_SKEW) return
  const detail = skew.text()
  throw new WeixinError('clock-wrong', { response, ...(detail === undefined ? {} : { detail }) })
}

/** The JSON of a verified reply. */
export function readJson(text: string): Fields {
  return fieldsOf(parseJson(text, 'response-malformed'), 'response-malformed')
}

/** What an error reply says: status and code, signed or not. */
export function readError({ status, body }: HttpResponse): WeixinResponse {
  try {
    const error = readJson(body.toString('utf8'))
    return { status, code: error.text('code'), message: error.optionalText('message') ?? '' }
  } catch {
    // 404 and 405 of unknown paths have no body, and a proxy's 502 is HTML.
    return { status, code: '', message: '' }
  }
}

function withRequestId(
  response: WeixinResponse,
  requestId: string | string[] | undefined,
): WeixinResponse {
  return typeof requestId === 'string' ? { ...response, requestId } : response
}
