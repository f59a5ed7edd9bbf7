import {
  H5_LIFE,
  newTransactionId,
  orderState,
  PREPAY_LIFE,
  tradeTypeOf,
  type Order,
  type Prepay,
} from '../state/orders.ts'
import type { User } from '../state/users.ts'
import type { Reason } from '../types.ts'
import type { Context } from '../context.ts'
import { sealedNotification } from '../notifications/notification.ts'
import { paymentNotification } from '../pay-v2/notification.ts'
import { transaction } from './transaction.ts'

/** Why an order cannot be paid; `dialog` is what WeChat shows the payer. */
export interface Obstacle {
  dialog: string
  why: Reason
}

const obstacle = (code: string, dialog: string, en: string, zh: string): Obstacle => ({
  dialog,
  why: { code, en, zh },
})

/** What stands between an order and its payment, apart from the payer's purse. */
export function obstacleOf(order: Order, prepay: Prepay, now: number): Obstacle | null {
  const state = orderState(order, now)
  if (state === 'CLOSED') {
    return obstacle(
      'order-closed',
      '该订单已关闭',
      'The order is closed.',
      '订单已关闭，不能再支付。',
    )
  }
  if (state !== 'NOTPAY') {
    return obstacle('order-paid', '该订单已支付', 'The order is already paid.', '订单已支付。')
  }
  if (tradeTypeOf(order) === 'NATIVE' && order.prepays.at(-1) !== prepay) {
    return obstacle(
      'code-replaced',
      '支付请求已失效，请重新发起支付',
      'The number was ordered again, which gave a new code and voided this one.',
      '该订单重新下过单，生成了新的二维码，这个已失效。',
    )
  }
  if (tradeTypeOf(order) === 'MWEB' && now - prepay.issuedAt >= H5_LIFE) {
    return obstacle(
      'h5-expired',
      '支付请求已失效，请重新发起支付',
      'The h5_url is older than five minutes: order again with the same parameters for a new one.',
      'h5_url 已超过 5 分钟：请用相同参数重新下单以取得新的。',
    )
  }
  if (now - prepay.issuedAt >= PREPAY_LIFE) {
    return obstacle(
      'prepay-expired',
      '支付请求已失效，请重新发起支付',
      'The prepay_id is older than two hours: order again with the same parameters for a new one.',
      'prepay_id 已超过 2 小时：请用相同参数重新下单以取得新的。',
    )
  }
  if (now >= order.payBefore) {
    return obstacle(
      'time-expire',
      '支付请求已失效，请重新发起支付',
      'The order’s time_expire is over.',
      '已超过订单的 time_expire。',
    )
  }
  return null
}

/** 零钱, or a bank card that never runs dry. */
export type PayMethod = 'balance' | 'card'

/** Takes the money and lets the merchant know. The caller has asked `obstacleOf`. */
export function takePayment(world: Context, order: Order, payer: User, method: PayMethod): string {
  const { state, clock, deliveries } = world
  const now = clock.now()
  if (method === 'balance') payer.balance -= order.total
  const transactionId = newTransactionId()
  order.state = 'SUCCESS'
  order.transactionId = transactionId
  order.paidAt = now
  order.openid = payer.openid
  order.bankType = method === 'balance' ? 'OTHERS' : 'CMB_DEBIT'
  const { credentials } = state.account
  if (order.v2) {
    deliveries.announce(paymentNotification(order, order.v2.signType, credentials, now))
    return transactionId
  }
  const event = {
    type: 'TRANSACTION.SUCCESS',
    about: transactionId,
    outTradeNo: order.outTradeNo,
    url: order.notifyUrl,
    resource: transaction(world, order, now),
  } as const
  deliveries.announce(sealedNotification(event, credentials.apiV3Key, now))
  return transactionId
}
