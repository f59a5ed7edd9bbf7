import type { Settle } from '../settle/settle.ts'
import { settleChannel } from './channels.ts'
import { observed } from './observed.ts'

/** The same settlement, whose outcome is published. */
export function observedSettle(settle: Settle, appId: string): Settle {
  return observed(settleChannel, settle, ([transaction], outcome) => {
    const { orderId, outTradeNo, transactionId, total } = transaction
    return { appId, orderId, outTradeNo, transactionId, total, outcome: outcome ?? null }
  })
}
