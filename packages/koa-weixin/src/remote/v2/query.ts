import { WeixinError } from '../../errors/weixin-error.ts'
import type { Standing } from '../gateway.ts'
import { call, type Reply, type V2Options } from './client.ts'
import { readTransaction } from './transaction.ts'

/** What a query is about: the reply must say the same. */
export type Asked = { out_trade_no: string } | { transaction_id: string }

/** How a number or a transaction stands. Source: WeChat Pay v2, 查询订单 (4011935215). */
export async function query(options: V2Options, asked: Asked): Promise<Standing> {
  return readQueryReply(await call(options, '/pay/orderquery', asked), asked, options)
}

function readQueryReply(
  reply: Reply,
  asked: Asked,
  { serviceProvider }: Pick<V2Options, 'serviceProvider'>,
): Standing {
  if (reply.result === 'refused') {
    if (reply.isSigned && reply.said.code === 'ORDERNOTEXIST') return { state: 'absent' }
    throw new WeixinError('weixin-refused', { said: reply.said })
  }
  const { fields } = reply
  for (const [name, value] of Object.entries(asked))
    if (fields.text(name) !== value) throw new WeixinError('reply-about-other')
  const state = fields.text('trade_state')
  switch (state) {
    case 'SUCCESS':
    case 'REFUND':
      return { state: 'paid', transaction: readTransaction(fields, state, serviceProvider) }
    case 'CLOSED':
    case 'REVOKED':
      return { state: 'closed' }
    default:
      // NOTPAY, USERPAYING, PAYERROR and whatever may come: not paid, and not known to be closed.
      return { state: 'open' }
  }
}
