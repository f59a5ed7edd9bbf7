import { weixinRefusal } from '../../errors/weixin-codes.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import type { BillRequest, OpenBill, OpenedBill } from '../bill-source.ts'
import { errorBody, lengthOf, openStream } from '../download.ts'
import { isNoAnswerStatus } from '../retry.ts'
import { callForJson, readError, signedAuthorization, type V3Options } from './client.ts'

/** The longest silence of a download, in milliseconds. */
const TIMEOUT_MS = 30_000

/** Bills of API v3. Source: WeChat Pay, 申请交易账单 (4012791866), 申请资金账单 (4012791867). */
export function v3OpenBill(options: V3Options): OpenBill {
  return async (request) => {
    const path = pathOf(options, request)
    const link = await callForJson(options, { method: 'GET', path }, 'bill')
    const sha1 = link.text('hash_value').toLowerCase()
    if (link.text('hash_type') !== 'SHA1' || !/^[0-9a-f]{40}$/.test(sha1))
      throw new WeixinError('response-malformed', { detail: '/hash_type' })
    return { sha1, ...(await download(options, link.text('download_url'))) }
  }
}

/** A service provider's trade bill lists all sub-merchants unless one is named. */
function pathOf(
  { serviceProvider }: Pick<V3Options, 'serviceProvider'>,
  { date, kind }: BillRequest,
): string {
  const day = encodeURIComponent(date)
  if (kind !== 'trades')
    return `/v3/bill/fundflowbill?bill_date=${day}&account_type=${kind.account}&tar_type=GZIP`
  const subMerchant = serviceProvider ? `&sub_mchid=${serviceProvider.subMchId}` : ''
  return `/v3/bill/tradebill?bill_date=${day}${subMerchant}&bill_type=ALL&tar_type=GZIP`
}

/** Source: WeChat Pay, 下载账单 (4013071238). The response has no Wechatpay headers: the file's hash stands in for them. */
async function download(options: V3Options, url: string): Promise<Omit<OpenedBill, 'sha1'>> {
  const { http, pay } = options
  // The request is signed, and a signature must not reach another host than WeChat Pay's.
  if (!url.startsWith(`${pay}/`) || !/^[\x21-\x7e]+$/.test(url) || url.includes('#'))
    throw new WeixinError('bill-link-elsewhere')
  const path = url.slice(pay.length)
  const { status, headers, body } = await openStream(http, {
    method: 'GET',
    url,
    headers: {
      accept: '*/*',
      'accept-encoding': 'identity',
      authorization: await signedAuthorization(options, { method: 'GET', path, body: '' }),
      'user-agent': 'koa-weixin',
    },
    timeoutMs: TIMEOUT_MS,
  })
  if (status === 200) return { total: lengthOf({ headers }), body }
  const response = readError({ status, headers, body: await errorBody(body) })
  if (isNoAnswerStatus(status) || status < 300)
    throw new WeixinError('weixin-unreachable', { response })
  throw weixinRefusal('v3', response, { call: 'bill-file' })
}
