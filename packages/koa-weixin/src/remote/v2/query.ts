import { WeixinError } from '../../errors/weixin-error.ts'
import type { Trade } from '../gateway.ts'
import { call, type V2Response, type V2Options } from './client.ts'
import { readTransaction } from './transaction.ts'

/** What a query is about: the reply must say the same. */
export type QueryId = { out_trade_no: string } | { transaction_id: string }

/** How a number or a transaction stands. Source: WeChat Pay v2, 查询订单 (4011935215). */
export async function query(options: V2Options, asked: QueryId): Promise<Trade> {
  return readQueryResponse(await call(options, '/pay/orderquery', asked), asked, options)
}

function readQueryResponse(
  reply: V2Response,
  asked: QueryId,
  { serviceProvider }: Pick<V2Options, 'serviceProvider'>,
): Trade {
  if (reply.result === 'refused') {
    if (reply.isSigned && reply.response.code === 'ORDERNOTEXIST') return { tradeState: 'absent' }
    throw new WeixinError('weixin-refused', { response: reply.response })
  }
  const { fields } = reply
  for (const [name, value] of Object.entries(asked))
    if (fields.text(name) !== value) throw new WeixinError('response-mismatch')
  const state = fields.text('trade_state')
  switch (state) {
    case 'SUCCESS':
    case 'REFUND':
      return { tradeState: 'paid', transaction: readTransaction(fields, state, serviceProvider) }
    case 'CLOSED':
    case 'REVOKED':
      return { tradeState: 'closed' }
    default:
      // NOTPAY, USERPAYING, PAYERROR and whatever may come: not paid, and not known to be closed.
      return { tradeState: 'open' }
  }
}
