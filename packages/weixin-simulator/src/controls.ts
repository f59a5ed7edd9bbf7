import { chinaTime } from './clock.ts'
import { createFaults } from './faults.ts'
import { createPlatform } from './platform.ts'
import { obstacleOf, takePayment } from './pay/payment.ts'
import { refundInConsole } from './pay/refund.ts'
import { issueCode } from './state/codes.ts'
import { findOpened } from './pay/opened.ts'
import { subOpenid } from './pay/parties.ts'
import { orderState, tradeTypeOf, type Order } from './state/orders.ts'
import type { Notification } from './state/notifications.ts'
import { findUser, phoneUser } from './state/users.ts'
import type { SimulatedNotification, SimulatedOrder, SimulatedUser, Simulator } from './types.ts'
import type { Context } from './context.ts'

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
    tradeType: tradeTypeOf(order),
    subMchId: order.partner?.subMchId ?? null,
    transactionId,
    notifyUrl,
  }
}

function shownNotification(notification: Notification): SimulatedNotification {
  const { id, about, outTradeNo = null, url, form = 'json', body, tried, dueAt } = notification
  const nextAt = dueAt === null ? null : chinaTime(dueAt)
  return { id, about, outTradeNo, url, form, body, tried, nextAt }
}

function pay(world: Context, opened: string): { transactionId: string; outTradeNo: string } {
  const { state, clock } = world
  const found = findOpened(state.orders, opened)
  if (!found) throw new Error(`WeChat never gave out ${opened}`)
  const { order, prepay } = found
  const obstacle = obstacleOf(order, prepay, clock.now())
  if (obstacle) throw new Error(`${obstacle.dialog} (${obstacle.why.en})`)
  const payer =
    order.openid === null ? phoneUser(state.users, undefined) : findUser(state.users, order.openid)
  if (!payer) throw new Error(`There is no user ${order.openid}`)
  const method = payer.balance >= order.total ? 'balance' : 'card'
  const transactionId = takePayment(world, order, payer, method)
  return { transactionId, outTradeNo: order.outTradeNo }
}

export type Controls = Omit<Simulator, 'url' | 'secureUrl' | 'credentials' | 'close'>

/** What a test or a person may do to the simulated WeChat. */
export function createControls(world: Context): Controls {
  const { state, clock, deliveries } = world
  const { appId } = state.account.credentials
  return {
    users: () =>
      state.users.map(({ openid, nickname, balance, isSnapshot }): SimulatedUser => {
        const avatar = `${world.url}/simulator/avatars/${openid}.svg`
        return { openid, nickname, avatar, balance, isSnapshot }
      }),
    async createCode({ openid, scope }) {
      if (!findUser(state.users, openid)) throw new Error(`There is no user ${openid}`)
      const { code } = issueCode(state.codes, { appId, openid, scope }, clock.now())
      await world.save()
      return { code }
    },
    async pay(opened) {
      const paid = pay(world, opened)
      await world.save()
      return paid
    },
    subOpenid,
    async refundInConsole({ transactionId, notifyUrl }) {
      const { outRefundNo } = refundInConsole(world, transactionId, notifyUrl)
      await world.save()
      return { outRefundNo }
    },
    orders: () => state.orders.map((order) => shownOrder(order, clock.now())),
    refunds: () =>
      state.refunds.map(({ createdAt, succeededAt, ...shown }) => {
        void [createdAt, succeededAt]
        return shown
      }),
    notifications: {
      list: () => state.notifications.map(shownNotification),
      lose: deliveries.lose,
      deliver: deliveries.deliver,
      idle: deliveries.idle,
    },
    async advance(by) {
      if (!(by >= 0)) throw new Error('The clock moves forward only')
      await deliveries.advance(by * 1000)
    },
    faults: createFaults(world),
    platform: createPlatform(world),
    log: () => world.log.entries(),
  }
}
