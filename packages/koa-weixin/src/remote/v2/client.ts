import { WeixinError, type WeixinResponse } from '../../errors/weixin-error.ts'
import { verifySign, signFields, type SignType } from '../../protocol/v2/sign.ts'
import { readXml, writeXml } from '../../protocol/v2/xml.ts'
import type { ClientCertificate, Http, HttpResponse, HttpRequest } from '../http.ts'
import { retry, DEADLINE_MS, type RetryOptions } from '../retry.ts'
import { textFieldsOf, type TextFields } from './fields.ts'
import { partyIds, requireAboutUs, type Parties } from './parties.ts'

export interface V2Options extends Parties, RetryOptions {
  http: Http
  /** The host that asks for the client certificate: the same, at WeChat. */
  secure: string
  /** API密钥: signs both directions. */
  apiV2Key: string
  signType: SignType
  /** Refunds and fund-flow bills need it. */
  clientCertificate: ClientCertificate | undefined
  /** The shop's own, as h5 payments show it. */
  origin: string
  /** Where notifications come in. */
  notifyUrl: string
  nonce: () => string
}

/**
 * `done`: both codes are SUCCESS, and WeChat signed it. `refused`: `isSigned` tells whether WeChat
 * signed that; from an unsigned one nothing final follows.
 */
export type V2Response =
  | { result: 'done'; fields: TextFields }
  | { result: 'refused'; response: WeixinResponse; isSigned: boolean }

/** Whether WeChat acted is not known: the same is to be asked again. */
const RETRYABLE = new Set(['SYSTEMERROR', 'BANKERROR', 'BIZERR_NEED_RETRY', 'FREQUENCY_LIMITED'])

/**
 * One signed call, repeated where that helps, signed anew each time. With a client certificate it
 * goes to the host that asks for one.
 */
export async function call(
  options: V2Options,
  path: string,
  asked: Readonly<Record<string, string>>,
  clientCertificate?: ClientCertificate,
): Promise<V2Response> {
  const hosts = clientCertificate
    ? { ...options, pay: options.secure, payBackup: undefined }
    : options
  const reply = await retry(hosts, options.now() + DEADLINE_MS, (host, timeoutMs) => {
    const request = signedRequest(options, path, asked, clientCertificate)
    return options.http({ ...request, url: host + path, timeoutMs })
  })
  return readResponse(reply, options)
}

/** What a call sends: XML with its sign. */
export function signedRequest(
  options: V2Options,
  path: string,
  asked: Readonly<Record<string, string>>,
  clientCertificate?: ClientCertificate,
): Omit<HttpRequest, 'timeoutMs'> {
  const { pay, secure, apiV2Key, signType, nonce } = options
  const fields = {
    ...partyIds(options),
    nonce_str: nonce(),
    ...(signType === 'MD5' ? {} : { sign_type: signType }),
    ...asked,
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

/** WeChat answers 200 whatever it thinks; only what is inside, and signed, counts. */
export function readResponse(
  { status, body }: HttpResponse,
  options: Parties & Pick<V2Options, 'apiV2Key' | 'signType'>,
): V2Response {
  if (status >= 500 || status === 429 || status < 200 || (status >= 300 && status < 400))
    throw new WeixinError('weixin-unreachable', { response: { status, code: '', message: '' } })
  if (status >= 400)
    return { result: 'refused', response: { status, code: '', message: '' }, isSigned: false }
  const read = readXml(body.toString('utf8'))
  if (!read) throw new WeixinError('response-malformed', { detail: 'not the XML of WeChat Pay' })
  const fields = textFieldsOf(read, 'response-malformed')
  const returnCode = fields.text('return_code')
  if (returnCode !== 'SUCCESS') {
    const message = fields.optionalText('return_msg') ?? ''
    return { result: 'refused', response: { status, code: returnCode, message }, isSigned: false }
  }
  if (!verifySign(read, options.apiV2Key, options.signType))
    throw new WeixinError('response-unverified', { detail: read.has('sign') ? 'sign' : 'no sign' })
  requireAboutUs(fields, options)
  if (fields.text('result_code') === 'SUCCESS') return { result: 'done', fields }
  const code = fields.optionalText('err_code') ?? ''
  const response = { status, code, message: fields.optionalText('err_code_des') ?? '' }
  if (RETRYABLE.has(code)) throw new WeixinError('weixin-unreachable', { response })
  return { result: 'refused', response, isSigned: true }
}
