import { WeixinError } from '../../errors/weixin-error.ts'
import { weixinCode, weixinRefusal } from '../../errors/weixin-codes.ts'
import type { Fields } from '../fields.ts'
import type { Trade } from '../gateway.ts'
import { call, readJson, type V3Options, type V3Response } from './client.ts'
import { transactionsPath, type Parties } from './parties.ts'
import { readTransaction } from './transaction.ts'

/** What a query is about: the response must name the same. */
export type QueryId = { outTradeNo: string } | { transactionId: string }

type Ours = Pick<Parties, 'mchId' | 'serviceProvider'>

/** How an attempt or a transaction stands. Source: WeChat Pay, 查询订单 (4012791858). */
export async function query(options: V3Options, id: QueryId): Promise<Trade> {
  const [kind, value] =
    'outTradeNo' in id ? ['out-trade-no', id.outTradeNo] : ['id', id.transactionId]
  const { serviceProvider } = options
  const merchant = serviceProvider
    ? `?sp_mchid=${options.mchId}&sub_mchid=${serviceProvider.subMchId}`
    : `?mchid=${options.mchId}`
  const path = `${transactionsPath(options)}/${kind}/${encodeURIComponent(value)}${merchant}`
  return readQueryResponse(await call(options, { method: 'GET', path }), id, options)
}

export function readQueryResponse(response: V3Response, id: QueryId, ours: Ours): Trade {
  if (response.result === 'refused') return readRefusal(response)
  if (response.result === 'not-finished')
    throw new WeixinError('not-finished', { response: response.response })
  const fields = readJson(response.text)
  const isSame =
    'outTradeNo' in id
      ? fields.text('out_trade_no') === id.outTradeNo
      : fields.text('transaction_id') === id.transactionId
  if (!isSame || !isOurs(fields, ours)) throw new WeixinError('response-mismatch')
  const tradeState = fields.text('trade_state')
  switch (tradeState) {
    case 'SUCCESS':
    case 'REFUND':
      return { tradeState, transaction: readTransaction(fields, tradeState, ours.serviceProvider) }
    case 'CLOSED':
    case 'REVOKED':
      return { tradeState: 'CLOSED' }
    default:
      // NOTPAY, USERPAYING, PAYERROR and what WeChat may add: not paid, and not known to be closed.
      return { tradeState: 'NOTPAY' }
  }
}

/** Nothing final follows from a refusal that WeChat did not sign: anybody between us and WeChat can send a 404. */
function readRefusal({ response, isSigned }: Extract<V3Response, { result: 'refused' }>): Trade {
  const tradeState = weixinCode('v3', response.code, 'query')?.tradeState
  if (tradeState !== 'absent' && tradeState !== 'closed')
    throw weixinRefusal('v3', response, { call: 'query' })
  if (!isSigned)
    throw new WeixinError('response-unverified', { detail: 'the refusal is not signed', response })
  return { tradeState: tradeState === 'absent' ? 'NOT_EXIST' : 'CLOSED' }
}

function isOurs(fields: Fields, { mchId, serviceProvider }: Ours): boolean {
  if (!serviceProvider) return fields.text('mchid') === mchId
  return fields.text('sp_mchid') === mchId && fields.text('sub_mchid') === serviceProvider.subMchId
}
