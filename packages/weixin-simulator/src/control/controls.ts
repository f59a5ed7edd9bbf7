import { chinaTime } from '../clock.ts'
import { createFaults } from './faults.ts'
import { createPlatform } from './platform.ts'
import { findUnpayable, takePayment } from '../domain/pay.ts'
import { refundInConsole } from '../domain/refund.ts'
import { issueCode } from '../state/codes.ts'
import { findOpened } from '../domain/opened.ts'
import { subOpenid } from '../domain/parties.ts'
import { orderState, type Order } from '../state/orders.ts'
import type { Notification } from '../state/notifications.ts'
import { findUser, phoneUser } from '../state/users.ts'
import type { SimulatedNotification, SimulatedOrder, SimulatedUser, Simulator } from '../types.ts'
import type { Context } from '../context.ts'

function shownOrder(order: Order, now: number): SimulatedOrder {
  const { outTradeNo, total, description, attach, openid, transactionId, notifyUrl } = order
  const prepayId = order.prepays.at(-1)?.id ?? ''
  const tradeState = orderState(order, now)
  return {
    outTradeNo,
    prepayId,
    tradeState,
    total,
    description,
    attach,
    openid,
    tradeType: order.tradeType,
    subMchId: order.partner?.subMchId ?? null,
    transactionId,
    notifyUrl,
  }
}

function shownNotification(notification: Notification): SimulatedNotification {
  const { id, about, outTradeNo, url, form = 'json', body, tried, dueAt } = notification
  const nextAt = dueAt === null ? null : chinaTime(dueAt)
  return { id, about, outTradeNo, url, form, body, tried, nextAt }
}

function pay(context: Context, opened: string): { transactionId: string; outTradeNo: string } {
  const { state, clock } = context
  const found = findOpened(state.orders, opened)
  if (!found) throw new Error(`WeChat never gave out ${opened}`)
  const { order, prepay } = found
  const unpayable = findUnpayable(order, prepay, clock.now())
  if (unpayable) throw new Error(`${unpayable.dialog} (${unpayable.reason.en})`)
  const payer =
    order.openid === null ? phoneUser(state.users, undefined) : findUser(state.users, order.openid)
  if (!payer) throw new Error(`There is no user ${order.openid}`)
  const method = payer.balance >= order.total ? 'balance' : 'card'
  const transactionId = takePayment(context, order, payer, method)
  for (const { id } of order.prepays) context.phone.sheets.end(id, 'paid')
  return { transactionId, outTradeNo: order.outTradeNo }
}

export type Controls = Omit<Simulator, 'url' | 'secureUrl' | 'credentials' | 'close'>

/** What a test or a person may do to the simulated WeChat. */
export function createControls(context: Context): Controls {
  const { state, clock, deliveries } = context
  const { appId } = state.account.credentials
  return {
    users: () =>
      state.users.map(({ openid, nickname, balance, isSnapshot }): SimulatedUser => {
        const avatar = `${context.url}/simulator/avatars/${openid}.svg`
        return { openid, nickname, avatar, balance, isSnapshot }
      }),
    async createCode({ openid, scope }) {
      if (!findUser(state.users, openid)) throw new Error(`There is no user ${openid}`)
      const { code } = issueCode(state.codes, { appId, openid, scope }, clock.now(), context.random)
      await context.save()
      return { code }
    },
    async pay(opened) {
      const paid = pay(context, opened)
      await context.save()
      return paid
    },
    subOpenid,
    async refundInConsole({ transactionId, notifyUrl }) {
      const { outRefundNo } = refundInConsole(context, transactionId, notifyUrl)
      await context.save()
      return { outRefundNo }
    },
    orders: () => state.orders.all().map((order) => shownOrder(order, clock.now())),
    refunds: () =>
      state.refunds.all().map(({ createdAt, succeededAt, ...shown }) => {
        void [createdAt, succeededAt]
        return shown
      }),
    notifications: {
      list: () => state.notifications.all().map(shownNotification),
      lose: deliveries.lose,
      deliver: deliveries.deliver,
      idle: deliveries.idle,
    },
    async advance(by) {
      if (!(by >= 0)) throw new Error('The clock moves forward only')
      await deliveries.advance(by * 1000)
    },
    faults: createFaults(context),
    platform: createPlatform(context),
    log: () => context.log.entries(),
  }
}
