import { WeixinError, type WeixinResponse } from '../../errors/weixin-error.ts'
import { weixinCode, weixinRefusal, type WeixinCall } from '../../errors/weixin-codes.ts'
import { signFields, verifySign, type SignType } from '../../protocol/v2/sign.ts'
import { readXml, writeXml } from '../../protocol/v2/xml.ts'
import type { ClientCertificate, Http, HttpRequest, HttpResponse } from '../http.ts'
import { DEADLINE_MS, isNoAnswerStatus, retry, type RetryOptions } from '../retry.ts'
import { TextFields } from './fields.ts'
import { partyIds, requireSameParties, type Parties } from './parties.ts'

export interface V2Options extends Parties, RetryOptions {
  http: Http
  /** The host that asks for the client certificate: at WeChat the same as `pay`. */
  secure: string
  /** APIv2密钥: signs both directions. */
  apiV2Key: string
  signType: SignType
  /** Refunds and fund-flow bills need it. */
  clientCertificate: ClientCertificate | undefined
  /** The shop's own address, which h5 payments show. */
  origin: string
  /** Where WeChat sends notifications. */
  notifyUrl: string
  nonce: () => string
}

/**
 * `done`: both codes are SUCCESS, and WeChat signed the response. `refused`: nothing final follows from one that is
 * not signed.
 */
export type V2Response =
  | { result: 'done'; fields: TextFields }
  | { result: 'refused'; response: WeixinResponse; isSigned: boolean }

export interface V2Request {
  path: string
  /** WeChat's field names; ids, nonce and sign are added. */
  fields: Readonly<Record<string, string>>
  /** Connect with it, to the host that asks for one. */
  clientCertificate?: ClientCertificate | undefined
  /** Whether the same request may be sent again; a repeat of ours is the same call, by its ids. @default true */
  isRepeatable?: boolean
}

/** One signed call, retried where that helps, signed anew each time. */
export async function call(options: V2Options, request: V2Request): Promise<V2Response> {
  const { clientCertificate, isRepeatable = true } = request
  const hosts = clientCertificate
    ? { ...options, pay: options.secure, payBackup: undefined }
    : options
  const send = (host: string, timeoutMs: number): Promise<HttpResponse> =>
    options.http({ ...signedRequest(options, request), url: host + request.path, timeoutMs })
  const response = isRepeatable
    ? await retry(hosts, options.now() + DEADLINE_MS, send)
    : await send(hosts.pay, DEADLINE_MS)
  return readResponse(response, options)
}

/** The verified fields of a call, for which a refusal is an error. */
export async function callForFields(
  options: V2Options,
  request: V2Request,
  about: WeixinCall,
): Promise<TextFields> {
  const response = await call(options, request)
  if (response.result === 'done') return response.fields
  throw refusalOf(response, about)
}

/** From a refusal that WeChat did not sign nothing of our own follows: it stays `weixin-refused`. */
export function refusalOf(
  { response, isSigned }: Extract<V2Response, { result: 'refused' }>,
  about?: WeixinCall,
): WeixinError {
  if (!isSigned) return new WeixinError('weixin-refused', { response })
  return weixinRefusal('v2', response, about === undefined ? {} : { call: about })
}

/** What a call sends: XML with its sign. */
export function signedRequest(
  options: V2Options,
  { path, fields: given, clientCertificate }: V2Request,
): Omit<HttpRequest, 'timeoutMs'> {
  const { pay, secure, apiV2Key, signType, nonce } = options
  const fields = {
    ...partyIds(options),
    nonce_str: nonce(),
    ...(signType === 'MD5' ? {} : { sign_type: signType }),
    ...given,
  }
  const sign = signFields(new Map(Object.entries(fields)), apiV2Key, signType)
  return {
    method: 'POST',
    url: (clientCertificate ? secure : pay) + path,
    headers: { 'content-type': 'text/xml; charset=utf-8', 'user-agent': 'koa-weixin' },
    body: writeXml({ ...fields, sign }),
    ...(clientCertificate ? { clientCertificate } : {}),
  }
}

/** WeChat answers 200 whatever it decided; only what is inside, and signed, counts. */
export function readResponse(
  { status, body }: HttpResponse,
  options: Parties & Pick<V2Options, 'apiV2Key' | 'signType'>,
): V2Response {
  const bare = { status, code: '', message: '' }
  if (isNoAnswerStatus(status)) throw new WeixinError('weixin-unreachable', { response: bare })
  if (status !== 200) return { result: 'refused', response: bare, isSigned: false }
  const xml = readXml(body.toString('utf8'))
  if (!xml) throw new WeixinError('response-malformed', { detail: 'not the XML of WeChat Pay' })
  const fields = new TextFields(xml, 'response-malformed')
  const returnCode = fields.text('return_code')
  if (returnCode !== 'SUCCESS') {
    const message = fields.optionalText('return_msg') ?? ''
    return { result: 'refused', response: { status, code: returnCode, message }, isSigned: false }
  }
  if (!verifySign(xml, options.apiV2Key, options.signType))
    throw new WeixinError('response-unverified', { detail: xml.has('sign') ? 'sign' : 'no sign' })
  requireSameParties(fields, options)
  if (fields.text('result_code') === 'SUCCESS') return { result: 'done', fields }
  const code = fields.optionalText('err_code') ?? ''
  const response = { status, code, message: fields.optionalText('err_code_des') ?? '' }
  if (weixinCode('v2', code)?.becomes === 'weixin-unreachable')
    throw new WeixinError('weixin-unreachable', { response })
  return { result: 'refused', response, isSigned: true }
}
