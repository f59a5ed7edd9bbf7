import { WeixinError } from '../../errors/weixin-error.ts'
import { weixinCode } from '../../errors/weixin-codes.ts'
import type { Trade } from '../gateway.ts'
import { call, refusalOf, type V2Options, type V2Response } from './client.ts'
import { readTransaction } from './transaction.ts'

/** What a query is about, in WeChat's spelling: the response must name the same. */
export type QueryId = { out_trade_no: string } | { transaction_id: string }

/** How an attempt or a transaction stands. Source: WeChat Pay v2, 查询订单 (4011935215). */
export async function query(options: V2Options, id: QueryId): Promise<Trade> {
  return readQueryResponse(
    await call(options, { path: '/pay/orderquery', fields: id }),
    id,
    options,
  )
}

function readQueryResponse(
  response: V2Response,
  id: QueryId,
  { serviceProvider }: Pick<V2Options, 'serviceProvider'>,
): Trade {
  if (response.result === 'refused') return readRefusal(response)
  const { fields } = response
  for (const [name, value] of Object.entries(id))
    if (fields.text(name) !== value) throw new WeixinError('response-mismatch')
  const tradeState = fields.text('trade_state')
  switch (tradeState) {
    case 'SUCCESS':
    case 'REFUND':
      return { tradeState, transaction: readTransaction(fields, tradeState, serviceProvider) }
    case 'CLOSED':
    case 'REVOKED':
      return { tradeState: 'CLOSED' }
    default:
      // NOTPAY, USERPAYING, PAYERROR and what WeChat may add: not paid, and not known to be closed.
      return { tradeState: 'NOTPAY' }
  }
}

/** Nothing final follows from a refusal that WeChat did not sign. */
function readRefusal(response: Extract<V2Response, { result: 'refused' }>): Trade {
  const { isSigned } = response
  const tradeState = isSigned
    ? weixinCode('v2', response.response.code, 'query')?.tradeState
    : undefined
  if (tradeState === 'absent') return { tradeState: 'NOT_EXIST' }
  if (tradeState === 'closed') return { tradeState: 'CLOSED' }
  throw refusalOf(response, 'query')
}
