import { WeixinError, type WeixinResponse } from '../../errors/weixin-error.ts'
import type { WeixinErrorCode } from '../../errors/catalogue.ts'
import { authorization, requestText, signText } from '../../protocol/v3/request-signature.ts'
import type { BillRequest, OpenBill, OpenedBill } from '../bill-source.ts'
import { errorBody, lengthOf, openStream } from '../download.ts'
import { call, readError, readJson, type V3Options } from './client.ts'

/** The longest silence of a download, in milliseconds. */
const TIMEOUT_MS = 30_000

const NO_FILE: Record<string, WeixinErrorCode> = {
  NO_STATEMENT_EXIST: 'bill-absent',
  STATEMENT_CREATING: 'bill-not-ready',
}

/** Bills of API v3. Source: WeChat Pay, 申请交易账单 (4012791866), 申请资金账单 (4012791867). */
export function v3OpenBill(options: V3Options): OpenBill {
  return async (wish) => {
    const reply = await call(options, 'GET', pathOf(wish))
    if (reply.result === 'refused') throw refusal(reply.response, NO_FILE)
    const link = readJson(reply.text)
    const sha1 = link.text('hash_value').toLowerCase()
    if (link.text('hash_type') !== 'SHA1' || !/^[0-9a-f]{40}$/.test(sha1))
      throw new WeixinError('response-malformed', { detail: '/hash_type' })
    return { sha1, ...(await download(options, link.text('download_url'))) }
  }
}

function pathOf({ date, kind }: BillRequest): string {
  const day = encodeURIComponent(date)
  return kind === 'trades'
    ? `/v3/bill/tradebill?bill_date=${day}&bill_type=ALL&tar_type=GZIP`
    : `/v3/bill/fundflowbill?bill_date=${day}&account_type=${kind.account}&tar_type=GZIP`
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
  const { status, headers, body } = await openStream(http, {
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
  if (status === 200) return { total: lengthOf({ headers }), body }
  const response = readError({ status, headers, body: await errorBody(body) })
  if (status >= 500 || status === 429 || status < 400)
    throw new WeixinError('weixin-unreachable', { response })
  throw refusal(response, { INVALID_REQUEST: 'bill-link-expired' })
}

function refusal(response: WeixinResponse, known: Record<string, WeixinErrorCode>): WeixinError {
  return new WeixinError(known[response.code] ?? 'weixin-refused', { response })
}
