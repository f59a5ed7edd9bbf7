import { WeixinError } from '../../errors/weixin-error.ts'
import { readXml } from '../../protocol/v2/xml.ts'
import type { BillAccount, BillRequest, OpenBill } from '../bill-source.ts'
import { errorBody, lengthOf, openStream } from '../download.ts'
import type { HttpResponse, HttpStreamResponse } from '../http.ts'
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
  return async (wish) => {
    const request = requestOf(options, wish)
    const reply = await openStream(options.http, {
      ...request,
      headers: { ...request.headers, 'accept-encoding': 'identity' },
      timeoutMs: TIMEOUT_MS,
    })
    const { status, headers } = reply
    const { isXml, body } = await begun(reply.body)
    if (isXml || status !== 200)
      throw refusal({ status, body: await errorBody(body) }, wish, options.now())
    const total = lengthOf({ headers })
    return wish.kind === 'trades'
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
    const asked = { bill_date, bill_type: 'ALL', tar_type: 'GZIP' }
    return signedRequest(options, '/pay/downloadbill', asked)
  }
  const { clientCertificate } = options
  if (!clientCertificate) throw new WeixinError('client-certificate-missing')
  return signedRequest(
    { ...options, signType: 'HMAC-SHA256' },
    '/pay/downloadfundflow',
    // Plain: it is not said whether the digest of a zipped one is that of the file.
    { bill_date, account_type: ACCOUNTS[kind.account] },
    clientCertificate,
  )
}

/** An error is XML; neither a bill nor gzip begins with `<`. */
async function begun(
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

/** Nobody signs an error. */
function refusal(
  { status, body }: Pick<HttpResponse, 'status' | 'body'>,
  { date }: BillRequest,
  now: number,
): WeixinError {
  const read = readXml(body.toString('utf8'))
  const text = (name: string): string => read?.get(name) ?? ''
  const message = text('err_code_des') || text('return_msg')
  const code = text('err_code') || text('error_code') || text('return_code')
  const response = { status, code, message }
  if (status >= 500 || status === 429 || status < 200 || (status >= 300 && status < 400))
    return new WeixinError('weixin-unreachable', { response })
  if (status === 200 && !read)
    return new WeixinError('response-malformed', { detail: 'not the XML of WeChat Pay' })
  const words = [code, message].map((one) => one.toUpperCase().replaceAll(/[ _]/g, ''))
  const says = (...some: string[]): boolean => words.some((one) => some.includes(one))
  if (says('BILLCREATING')) return new WeixinError('bill-not-ready', { response })
  if (says('NOBILLEXIST', '20002'))
    // WeChat says so too of a day whose bill is still to come.
    return new WeixinError(now < madeAt(date) ? 'bill-not-ready' : 'bill-absent', { response })
  if (says('SYSTEMERROR', 'COMPRESSGZIPERROR', 'UNCOMPRESSGZIPERROR'))
    return new WeixinError('weixin-unreachable', { response })
  return new WeixinError('weixin-refused', { response })
}

const madeAt = (date: string): number => Date.parse(`${date}T00:00:00+08:00`) + MADE_AFTER_MS
