import { weixinCode, weixinRefusal } from '../../errors/weixin-codes.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import { readXml } from '../../protocol/v2/xml.ts'
import type { BillAccount, BillRequest, OpenBill } from '../bill-source.ts'
import { errorBody, lengthOf, openStream } from '../download.ts'
import type { HttpResponse, HttpStreamResponse } from '../http.ts'
import { isNoAnswerStatus } from '../retry.ts'
import { signedRequest, type V2Options } from './client.ts'

/** The longest silence of a download, in milliseconds. */
const TIMEOUT_MS = 30_000
/** A day's bill is made by 10:00 of the next day in China. */
const MADE_AFTER_MS = 34 * 60 * 60 * 1000

/** As API v2 writes them. */
const ACCOUNTS: Record<BillAccount, string> = {
  BASIC: 'Basic',
  OPERATION: 'Operation',
  FEES: 'Fees',
}

/**
 * Bills of API v2: the file itself answers the call. The trade bill comes without any hash, the
 * fund-flow bill with one in `Digest`. Source: WeChat Pay v2, 下载交易账单 (4011985040), 下载资金账单 (4011939779).
 */
export function v2OpenBill(options: V2Options): OpenBill {
  return async (params) => {
    const request = requestOf(options, params)
    const response = await openStream(options.http, {
      ...request,
      headers: { ...request.headers, 'accept-encoding': 'identity' },
      timeoutMs: TIMEOUT_MS,
    })
    const { status, headers } = response
    const { isXml, body } = await peek(response.body)
    if (isXml || status !== 200)
      throw refusal({ status, body: await errorBody(body) }, params, options.now())
    const total = lengthOf({ headers })
    return params.kind === 'trades'
      ? { sha1: null, total, body }
      : { sha1: await digestOf(headers['digest'], body), total, body }
  }
}

function requestOf(
  options: V2Options,
  { date, kind }: BillRequest,
): ReturnType<typeof signedRequest> {
  const bill_date = date.replaceAll('-', '')
  if (kind === 'trades') {
    // The check sum of gzip sees what the sums of the rows cannot.
    const fields = { bill_date, bill_type: 'ALL', tar_type: 'GZIP' }
    return signedRequest(options, { path: '/pay/downloadbill', fields })
  }
  const { clientCertificate } = options
  if (!clientCertificate) throw new WeixinError('client-certificate-missing')
  return signedRequest(
    { ...options, signType: 'HMAC-SHA256' },
    {
      path: '/pay/downloadfundflow',
      // Plain: it is not documented whether the digest of a zipped file is that of the file.
      fields: { bill_date, account_type: ACCOUNTS[kind.account] },
      clientCertificate,
    },
  )
}

/** An error is XML; neither a bill nor gzip begins with `<`. */
async function peek(
  stream: HttpStreamResponse['body'],
): Promise<{ isXml: boolean; body: AsyncGenerator<Uint8Array> }> {
  const pieces = stream[Symbol.asyncIterator]()
  let first: IteratorResult<Uint8Array>
  try {
    first = await pieces.next()
  } catch {
    throw new WeixinError('bill-cut', { detail: 'nothing came' })
  }
  const isXml = !first.done && first.value[0] === '<'.codePointAt(0)
  return { isXml, body: joined(first, pieces) }
}

async function* joined(
  first: IteratorResult<Uint8Array>,
  pieces: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (!first.done) yield first.value
    yield* { [Symbol.asyncIterator]: () => pieces }
  } finally {
    await pieces.return?.()
  }
}

/** `SHA=` and 40 hex digits. Lets go of the body where it is anything else. */
async function digestOf(
  header: string | string[] | undefined,
  body: AsyncGenerator<Uint8Array>,
): Promise<string> {
  const [, sha1] = /^SHA=([0-9a-f]{40})$/i.exec(String(header)) ?? []
  if (sha1 !== undefined) return sha1.toLowerCase()
  await body.next()
  await body.return(undefined)
  throw new WeixinError('response-malformed', { detail: 'Digest' })
}

/** WeChat does not sign the error of a bill. */
function refusal(
  { status, body }: Pick<HttpResponse, 'status' | 'body'>,
  { date }: BillRequest,
  now: number,
): WeixinError {
  const xml = readXml(body.toString('utf8'))
  const text = (name: string): string => xml?.get(name) ?? ''
  const message = text('err_code_des') || text('return_msg')
  const code = text('err_code') || text('error_code') || text('return_code')
  const response = { status, code, message }
  if (isNoAnswerStatus(status)) return new WeixinError('weixin-unreachable', { response })
  if (status === 200 && !xml)
    return new WeixinError('response-malformed', { detail: 'not the XML of WeChat Pay' })
  // Some bills name the reason as the code, others as the message.
  const known = [code, message].find(
    (one) => weixinCode('v2', one, 'bill') !== undefined && one !== 'FAIL',
  )
  const error = weixinRefusal('v2', { ...response, code: known ?? code }, { call: 'bill' })
  // WeChat returns the same for a day whose bill is still to come.
  if (error.code === 'bill-absent' && now < madeAt(date))
    return new WeixinError('bill-not-ready', { response })
  return error
}

const madeAt = (date: string): number => Date.parse(`${date}T00:00:00+08:00`) + MADE_AFTER_MS
