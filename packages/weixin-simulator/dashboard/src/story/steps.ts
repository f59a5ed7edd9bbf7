import { isObject } from '../../../src/http/body.ts'
import type { LogEntry, SimulatedOrder } from '../api.ts'
import { describedOnce } from '../timeline/describe.ts'
import type { Words } from '../words.ts'

export interface Step {
  name: Words
  state: 'done' | 'now' | 'failed' | 'next'
}

/** The answer to a query that says that the order is paid. */
function isPaidAnswer(
  entry: LogEntry,
  { outTradeNo }: SimulatedOrder,
  orders: readonly SimulatedOrder[],
): boolean {
  const { body } = entry.response
  const state = isObject(body) && body['trade_state']
  if (state !== 'SUCCESS' && state !== 'REFUND') return false
  const { stage, order } = describedOnce(entry, orders)
  return stage === 'query' && order === outTradeNo
}

/** How far an order has come, as five steps. A QR code or the H5 cashier needs no sign-in. */
export function stepsOf(
  order: SimulatedOrder,
  entries: readonly LogEntry[],
  orders: readonly SimulatedOrder[],
): Step[] {
  const isClosed = order.tradeState === 'CLOSED'
  const notifications = entries
    .map((entry) => describedOnce(entry, orders))
    .filter(({ stage, isForged }) => stage === 'notification' && !isForged)
    .filter(({ order: number }) => number === order.outTradeNo)
  const isTaken = notifications.some(({ outcome }) => outcome.kind === 'good')
  // The app knows of a payment by either.
  const isKnown = isTaken || entries.some((entry) => isPaidAnswer(entry, order, orders))
  // The list of orders may be a moment older than the timeline.
  const isPaid = order.transactionId !== null || isTaken
  const isRefused = notifications.length > 0 && !isTaken
  const needsSignIn = order.tradeType === 'JSAPI'
  return [
    ...(needsSignIn ? [{ name: { en: 'Sign in', zh: '登录' }, state: 'done' } as const] : []),
    { name: { en: 'Order', zh: '下单' }, state: 'done' },
    {
      name: isClosed ? { en: 'Closed', zh: '已关闭' } : { en: 'Pay', zh: '付款' },
      state: isPaid ? 'done' : isClosed ? 'failed' : 'now',
    },
    {
      name: { en: 'Notification', zh: '通知' },
      state: isTaken ? 'done' : isRefused ? 'failed' : isPaid ? 'now' : 'next',
    },
    order.tradeState === 'REFUND'
      ? { name: { en: 'Refunded', zh: '已退款' }, state: 'done' }
      : { name: { en: 'Paid', zh: '已支付' }, state: isKnown ? 'done' : 'next' },
  ]
}
