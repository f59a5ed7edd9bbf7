import type { KeyObject } from 'node:crypto'
import { WeixinError, type WeixinResponse } from '../../errors/weixin-error.ts'
import { weixinRefusal, type WeixinCall } from '../../errors/weixin-codes.ts'
import { verifySignature, type SignatureFault } from '../../protocol/v3/message-signature.ts'
import { authorization, requestText, signText } from '../../protocol/v3/request-signature.ts'
import type { ServiceProvider } from '../../service-provider.ts'
import { Fields, parseJson } from '../fields.ts'
import type { Http, HttpRequest, HttpResponse } from '../http.ts'
import { requestIdOf } from '../request-id.ts'
import { DEADLINE_MS, isNoAnswerStatus, retry, type RetryOptions } from '../retry.ts'
import type { ClockSkew } from './clock-skew.ts'
import type { PlatformKeys } from './platform-keys.ts'
import { verify } from './verify.ts'

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
  /** Decrypts refund notifications that come as XML of API v2. */
  apiV2Key?: string | undefined
  /** Where WeChat sends notifications. */
  notifyUrl: string
  nonce: () => string
}

/**
 * `done`: the documented status of the call, verified. `not-finished`: another 2xx, verified: WeChat accepted the
 * request and has not finished it. `refused`: a status of 4xx with a code; nothing final follows from one that is not
 * signed.
 */
export type V3Response =
  | { result: 'done'; text: string }
  | { result: 'not-finished'; response: WeixinResponse }
  | { result: 'refused'; response: WeixinResponse; isSigned: boolean }

export interface V3Request {
  method: HttpRequest['method']
  /** Path and query, signed and sent exactly as they are. */
  path: string
  /** Sent as JSON. */
  body?: object
  /** The statuses that mean done. @default [200] */
  done?: readonly number[]
  /** Whether the same request may be sent again; a repeat of ours is the same call, by its ids. @default true */
  isRepeatable?: boolean
}

/** Gives what is wrong with the signature of a 2xx; null when it holds. */
type Verify = (response: HttpResponse) => Promise<string | null> | SignatureFault | null

/** WeChat refuses a timestamp further away than this. Seconds. */
const MOST_SKEW = 300

/** One signed call, retried where that helps. */
export async function call(options: V3Options, request: V3Request): Promise<V3Response> {
  await options.platformKeys.ready()
  return exchange(options, request, async (response) => {
    const failure = await verify(options, response)
    return failure && [failure.fault, failure.detail].filter(Boolean).join(': ')
  })
}

/** The verified JSON of a call, for which any other outcome is an error. */
export async function callForJson(
  options: V3Options,
  request: V3Request,
  about: WeixinCall,
): Promise<Fields> {
  const response = await call(options, request)
  if (response.result === 'refused') throw weixinRefusal('v3', response.response, { call: about })
  if (response.result === 'not-finished')
    throw new WeixinError('not-finished', { response: response.response })
  return readJson(response.text)
}

/**
 * Sends a request, and once more when the signature of a 2xx is wrong: WeChat sends wrong signatures on purpose to see
 * who verifies, and does not probe a repeat. Source: WeChat Pay, 签名探测 (4013053249).
 */
export async function exchange(
  options: V3Options,
  request: V3Request,
  verifySuccess: Verify,
  deadlineMs: number = DEADLINE_MS,
): Promise<V3Response> {
  const { isRepeatable = true, done = [200] } = request
  const deadline = options.now() + deadlineMs
  const sendOnce = (host: string, timeoutMs: number): Promise<HttpResponse> =>
    send(options, request, host, timeoutMs)
  const sendWithRetry = (): Promise<HttpResponse> =>
    isRepeatable ? retry(options, deadline, sendOnce) : sendOnce(options.pay, deadlineMs)
  const faultOf = async (response: HttpResponse): Promise<string | null> =>
    isSuccess(response) ? verifySuccess(response) : null

  let response = await sendWithRetry()
  let fault = await faultOf(response)
  if (fault !== null && isRepeatable && options.now() < deadline) {
    response = await sendWithRetry()
    fault = await faultOf(response)
  }
  if (fault !== null) throw new WeixinError('response-unverified', { detail: fault })
  return readResponse(response, options, done)
}

async function send(
  options: V3Options,
  { method, path, body: json }: V3Request,
  pay: string,
  timeoutMs: number,
): Promise<HttpResponse> {
  const { http, platformKeys } = options
  const body = json === undefined ? '' : JSON.stringify(json)
  const { publicKeyId } = platformKeys
  return http({
    method,
    url: pay + path,
    headers: {
      accept: 'application/json',
      authorization: await signedAuthorization(options, { method, path, body }),
      'content-type': 'application/json',
      'user-agent': 'koa-weixin',
      // Asks for responses signed with the public key, not with a platform certificate.
      ...(publicKeyId === undefined ? {} : { 'wechatpay-serial': publicKeyId }),
    },
    ...(json === undefined ? {} : { body }),
    timeoutMs,
  })
}

/** The `Authorization` header of a request, signed with a new timestamp and nonce. */
export async function signedAuthorization(
  options: Pick<V3Options, 'now' | 'nonce' | 'privateKey' | 'mchId' | 'serialNo'>,
  { method, path, body }: { method: string; path: string; body: string },
): Promise<string> {
  const timestamp = Math.floor(options.now() / 1000)
  const request = { method, path, timestamp, nonce: options.nonce(), body }
  const signature = await signText(requestText(request), options.privateKey)
  return authorization(options, request, signature)
}

function isSuccess({ status }: HttpResponse): boolean {
  return status >= 200 && status < 300
}

/** A 5xx or 429 leaves open whether WeChat acted. A 2xx was verified before. */
function readResponse(http: HttpResponse, options: V3Options, done: readonly number[]): V3Response {
  const { status, headers } = http
  const { clockSkew } = options
  if (isSuccess(http)) {
    clockSkew.note(Number(headers['wechatpay-timestamp']))
    const text = http.body.toString('utf8')
    return done.includes(status)
      ? { result: 'done', text }
      : { result: 'not-finished', response: readError(http) }
  }
  const response = readError(http)
  if (isNoAnswerStatus(status)) throw new WeixinError('weixin-unreachable', { response })
  if (status === 401) requireClock(http, response, clockSkew)
  return { result: 'refused', response, isSigned: isSigned(options, http) }
}

/** By the keys that we hold: a refusal is no reason to download certificates. */
function isSigned({ platformKeys, now }: V3Options, response: HttpResponse): boolean {
  return verifySignature(response, platformKeys.keys(), Math.floor(now() / 1000)) === null
}

/** WeChat looks at the clock before it looks at the signature, and has one code for both. */
function requireClock(
  { headers }: HttpResponse,
  response: WeixinResponse,
  clockSkew: ClockSkew,
): void {
  clockSkew.note(Date.parse(String(headers['date'])) / 1000)
  if (Math.abs(clockSkew.seconds() ?? 0) <= MOST_SKEW) return
  const detail = clockSkew.text()
  throw new WeixinError('clock-wrong', { response, ...(detail === undefined ? {} : { detail }) })
}

/** The JSON of a verified response. */
export function readJson(text: string): Fields {
  return new Fields(parseJson(text, 'response-malformed'), 'response-malformed')
}

/** Status, code, message and Request-ID of an error response, signed or not. */
export function readError({ status, headers, body }: HttpResponse): WeixinResponse {
  const requestId = requestIdOf(headers)
  const rest = requestId === undefined ? {} : { requestId }
  try {
    const error = readJson(body.toString('utf8'))
    const code = error.optionalText('code') ?? ''
    return { status, code, message: error.optionalText('message') ?? '', ...rest }
  } catch {
    // 404 and 405 of unknown paths have no body, and a proxy's 502 is HTML.
    return { status, code: '', message: '', ...rest }
  }
}
