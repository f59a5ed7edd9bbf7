import { WeixinError, type WeixinSaid } from '../../errors/weixin-error.ts'
import type { WeixinErrorCode } from '../../errors/catalogue.ts'
import { authorization, requestText, signText } from '../../protocol/v3/request-signature.ts'
import type { BillWish, OpenBill, OpenedBill } from '../bill-source.ts'
import type { Http, HttpRequest, HttpStream } from '../http.ts'
import { call, readError, readJson, type V3Options } from './client.ts'

/** The longest silence of a download, in milliseconds. */
const TIMEOUT_MS = 30_000
/** An error reply is small. */
const MOST_ERROR_BYTES = 64 * 1024

const NO_FILE: Record<string, WeixinErrorCode> = {
  NO_STATEMENT_EXIST: 'bill-absent',
  STATEMENT_CREATING: 'bill-not-ready',
}

/** Bills of API v3. Source: WeChat Pay, 申请交易账单 (4012791866), 申请资金账单 (4012791867). */
export function v3OpenBill(options: V3Options): OpenBill {
  return async (wish) => {
    const reply = await call(options, 'GET', pathOf(wish))
    if (reply.result === 'refused') throw refusal(reply.said, NO_FILE)
    const link = readJson(reply.text)
    const sha1 = link.text('hash_value').toLowerCase()
    if (link.text('hash_type') !== 'SHA1' || !/^[0-9a-f]{40}$/.test(sha1))
      throw new WeixinError('reply-malformed', { detail: '/hash_type' })
    return { sha1, ...(await download(options, link.text('download_url'))) }
  }
}

function pathOf({ date, about }: BillWish): string {
  const day = encodeURIComponent(date)
  return about === 'trades'
    ? `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL&tar_type=GZIP`
    : `/v3/bill/fundflowbill?bill_date=${day}&account_type=${about.account}&tar_type=GZIP`
}

/** Source: WeChat Pay, 下载账单 (4013071238). The reply has no Wechatpay headers: its hash stands in for them. */
async function download(options: V3Options, url: string): Promise<Omit<OpenedBill, 'sha1'>> {
  const { http, pay, now, nonce, privateKey } = options
  // The signature proves the merchant to whoever gets it.
  if (!url.startsWith(`${pay}/`) || !/^[\x21-\x7e]+$/.test(url) || url.includes('#'))
    throw new WeixinError('bill-link-elsewhere')
  const path = url.slice(pay.length)
  const request = {
    method: 'GET',
    path,
    timestamp: Math.floor(now() / 1000),
    nonce: nonce(),
    body: '',
  } as const
  const signature = await signText(requestText(request), privateKey)
  const { status, headers, body } = await open(http, {
    method: 'GET',
    url,
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      authorization: authorization(options, request, signature),
      'user-agent': 'koa-weixin',
    },
    timeoutMs: TIMEOUT_MS,
  })
  if (status === 200) return { total: lengthOf(headers['content-length']), body }
  const said = readError({ status, headers, body: await textOf(body) })
  if (status >= 500 || status === 429 || status < 400)
    throw new WeixinError('weixin-unreachable', { said })
  throw refusal(said, { INVALID_REQUEST: 'bill-link-expired' })
}

async function open(http: Http, request: HttpRequest): Promise<HttpStream> {
  if (http.stream) return http.stream(request)
  const { body, ...reply } = await http(request)
  return { ...reply, body: whole(body) }
}

async function* whole(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of body) {
      pieces.push(piece)
      size += piece.length
      if (size > MOST_ERROR_BYTES) break
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(pieces)
}

function lengthOf(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null
}

function refusal(said: WeixinSaid, known: Record<string, WeixinErrorCode>): WeixinError {
  return new WeixinError(known[said.code] ?? 'weixin-refused', { said })
}
