import {
  H5_LIFE,
  isPaid,
  newTransactionId,
  orderState,
  PREPAY_LIFE,
  type Order,
  type Prepay,
} from '../state/orders.ts'
import type { Coupon } from '../state/coupons.ts'
import type { User } from '../state/users.ts'
import type { Why } from '../http/call.ts'
import { paymentAmounts } from './amounts.ts'
import type { DomainContext } from './context.ts'
import { useCoupon } from './coupons.ts'

/** Why an order cannot be paid. */
export interface Unpayable {
  /** What WeChat shows the payer. */
  dialog: string
  reason: Why
}

const unpayable = (code: string, dialog: string, en: string, zh: string): Unpayable => ({
  dialog,
  reason: { code, en, zh, field: 'package' },
})

/** What stands between an order and its payment, apart from the payer's purse; null: nothing does. */
export function findUnpayable(order: Order, prepay: Prepay, now: number): Unpayable | null {
  const state = orderState(order, now)
  if (state === 'CLOSED') {
    return unpayable(
      'order-closed',
      '该订单已关闭',
      'The order is closed.',
      '订单已关闭，不能再支付。',
    )
  }
  if (state !== 'NOTPAY') {
    return unpayable('order-paid', '该订单已支付', 'The order is already paid.', '订单已支付。')
  }
  if (order.tradeType === 'NATIVE' && order.prepays.at(-1) !== prepay) {
    return unpayable(
      'code-replaced',
      '支付请求已失效，请重新发起支付',
      'The number was ordered again, which gave a new code and voided this one.',
      '该订单重新下过单，生成了新的二维码，这个已失效。',
    )
  }
  if (order.tradeType === 'MWEB' && now - prepay.issuedAt >= H5_LIFE) {
    return unpayable(
      'h5-expired',
      '支付请求已失效，请重新发起支付',
      'The h5_url is older than five minutes: order again with the same parameters for a new one.',
      'h5_url 已超过 5 分钟：请用相同参数重新下单以取得新的。',
    )
  }
  if (now - prepay.issuedAt >= PREPAY_LIFE) {
    return unpayable(
      'prepay-expired',
      '支付请求已失效，请重新发起支付',
      'The prepay_id is older than two hours: order again with the same parameters for a new one.',
      'prepay_id 已超过 2 小时：请用相同参数重新下单以取得新的。',
    )
  }
  if (now >= order.payBefore) {
    return unpayable(
      'time-expire',
      '支付请求已失效，请重新发起支付',
      'The order’s time_expire is over by the simulator’s clock, which may have been moved ahead of the server’s.',
      '按模拟器的时钟，订单的 time_expire 已过（模拟器的时钟可能被拨快，早于你服务器的时间）。',
    )
  }
  return null
}

/** 零钱, or a bank card that never runs dry. */
export type PayMethod = 'balance' | 'card'

/** How much the payer has to pay with these coupons, in fen. */
export const payerTotal = ({ total }: Order, coupons: readonly Coupon[]): number =>
  coupons.reduce((rest, { amount }) => rest - amount, total)

/**
 * Takes the money and lets the merchant know. The caller has asked `findUnpayable`, and whether the coupons can be used.
 * Gives the transaction_id.
 */
export function takePayment(
  context: DomainContext,
  order: Order,
  { payer, method, coupons = [] }: { payer: User; method: PayMethod; coupons?: readonly Coupon[] },
): string {
  const { state, clock, random } = context
  if (method === 'balance') payer.balance -= payerTotal(order, coupons)
  if (coupons.length > 0) order.coupons = coupons.map((one) => useCoupon(context, one))
  const transactionId = newTransactionId(random)
  order.state = 'SUCCESS'
  order.transactionId = transactionId
  order.paidAt = clock.now()
  order.openid = payer.openid
  order.bankType = method === 'balance' ? 'OTHERS' : 'SIM_DEBIT'
  const { merchant } = state
  if (merchant.balance !== null) merchant.balance += paymentAmounts(order).settlement
  state.orders.changed(order)
  if (isPaid(order)) context.announce({ type: 'paid', order })
  return transactionId
}
