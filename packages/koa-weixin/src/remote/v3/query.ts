import { WeixinError } from '../../errors/weixin-error.ts'
import type { Fields } from '../fields.ts'
import type { Trade } from '../gateway.ts'
import { call, readJson, type V3Response, type V3Options } from './client.ts'
import { transactionsPath, type Parties } from './parties.ts'
import { readTransaction } from './transaction.ts'

/** What a query is about: the reply must say the same. */
export type QueryId = { outTradeNo: string } | { transactionId: string }

type Ours = Pick<Parties, 'mchId' | 'serviceProvider'>

/** Combined-payment calls still spell it without underscores. */
const NO_SUCH_ORDER = new Set(['ORDER_NOT_EXIST', 'ORDERNOTEXIST'])

/** How a number or a transaction stands. Source: WeChat Pay, 查询订单 (4012791858). */
export async function query(options: V3Options, asked: QueryId): Promise<Trade> {
  const [kind, id] =
    'outTradeNo' in asked ? ['out-trade-no', asked.outTradeNo] : ['id', asked.transactionId]
  const { serviceProvider } = options
  const merchant = serviceProvider
    ? `?sp_mchid=${options.mchId}&sub_mchid=${serviceProvider.subMchId}`
    : `?mchid=${options.mchId}`
  const path = `${transactionsPath(options)}/${kind}/${encodeURIComponent(id)}${merchant}`
  return readQueryResponse(await call(options, 'GET', path), asked, options)
}

export function readQueryResponse(reply: V3Response, asked: QueryId, ours: Ours): Trade {
  if (reply.result === 'refused') {
    if (NO_SUCH_ORDER.has(reply.response.code)) return { tradeState: 'absent' }
    throw new WeixinError('weixin-refused', { response: reply.response })
  }
  const fields = readJson(reply.text)
  const sameNumber =
    'outTradeNo' in asked
      ? fields.text('out_trade_no') === asked.outTradeNo
      : fields.text('transaction_id') === asked.transactionId
  if (!sameNumber || !isOurs(fields, ours)) throw new WeixinError('response-mismatch')
  const state = fields.text('trade_state')
  switch (state) {
    case 'SUCCESS':
    case 'REFUND':
      return {
        tradeState: 'paid',
        transaction: readTransaction(fields, state, ours.serviceProvider),
      }
    case 'CLOSED':
      return { tradeState: 'closed' }
    default:
      // NOTPAY, and whatever WeChat may add: not paid, and not known to be closed.
      return { tradeState: 'open' }
  }
}

function isOurs(fields: Fields, { mchId, serviceProvider }: Ours): boolean {
  if (!serviceProvider) return fields.text('mchid') === mchId
  return fields.text('sp_mchid') === mchId && fields.text('sub_mchid') === serviceProvider.subMchId
}
