import type { Context } from '../context.ts'
import type { EndedDelivery, PayOptions, SimulatorControls } from './types.ts'
import { findOpened } from '../domain/opened.ts'
import { subOpenid } from '../domain/parties.ts'
import { findUnpayable, takePayment } from '../domain/pay.ts'
import { endRefund, refundInConsole } from '../domain/refund.ts'
import { createPhoneControls } from '../phone/controls.ts'
import { issueCode } from '../state/codes.ts'
import type { OpenedOrder } from '../state/orders.ts'
import { addUser, findUser, phoneUser, type User } from '../state/users.ts'
import type { SheetOutcome } from '../types.ts'
import type { SimulatedUser } from '../types.ts'
import { createFaults } from './faults.ts'
import { createNotifications } from './notifications.ts'
import { createPlatform } from './platform.ts'
import { shownOrder } from './shown.ts'

function findPayable({ state }: Context, text: string): OpenedOrder {
  const found = findOpened(state.orders, text)
  if (found) return found
  const order = state.orders.byOutTradeNo(text)
  const prepay = order?.prepays.at(-1)
  if (!order || !prepay) throw new Error(`WeChat never gave out ${text}`)
  return { order, prepay }
}

function pay(
  context: Context,
  text: string,
  { openid, evenIfClosed = false }: PayOptions,
): { transactionId: string; outTradeNo: string } {
  const { state, clock } = context
  const { order, prepay } = findPayable(context, text)
  const unpayable = findUnpayable(order, prepay, clock.now())
  const isForgiven = evenIfClosed && unpayable?.reason.code === 'order-closed'
  if (unpayable && !isForgiven) throw new Error(`${unpayable.dialog} (${unpayable.reason.en})`)
  const wanted = openid ?? order.openid
  const payer = wanted === null ? phoneUser(state.users, undefined) : findUser(state.users, wanted)
  if (!payer) throw new Error(`There is no user ${wanted}`)
  const method = payer.balance >= order.total ? 'balance' : 'card'
  const transactionId = takePayment(context, order, payer, method)
  for (const { id } of order.prepays) context.phone.sheets.end(id, 'paid')
  return { transactionId, outTradeNo: order.outTradeNo }
}

function endSheets(
  { phone }: Context,
  outcome: SheetOutcome,
  prepayId: string | undefined,
): 'now' | 'next' {
  if (prepayId === undefined) return phone.sheets.arm(outcome)
  if (!phone.sheets.end(prepayId, outcome)) throw new Error(`No sheet of ${prepayId} is open`)
  return 'now'
}

const TEN_YEARS = 10 * 366 * 86_400_000
/** The balance of a new user, in fen. */
const USUAL_BALANCE = 10_000

/** The controls, before the addresses of the servers are known. */
export type Controls = Omit<SimulatorControls, 'url' | 'secureUrl' | 'credentials' | 'close'>

/** What a test or a person may do to the simulated WeChat. */
export function createControls(context: Context): Controls {
  const { state, clock, deliveries, random } = context
  const { appId } = state.account.credentials
  const shownUser = ({ openid, nickname, balance, isSnapshot }: User): SimulatedUser => {
    const avatar = `${context.url}/simulator/avatars/${openid}.svg`
    return { openid, nickname, avatar, balance, isSnapshot }
  }
  const userWith = (openid: string): User => {
    const user = findUser(state.users, openid)
    if (!user) throw new Error(`There is no user ${openid}`)
    return user
  }
  const payer: SimulatorControls['payer'] = {
    async pay(order, options = {}) {
      const paid = pay(context, order, options)
      await context.save()
      return paid
    },
  }
  return {
    users: () => state.users.map(shownUser),
    async addUser({ nickname, balance = USUAL_BALANCE, isSnapshot = false }) {
      const name = nickname.trim()
      if (name === '' || name.length > 32) throw new Error('nickname needs 1 to 32 characters')
      const user = addUser(state.users, random, { nickname: name, balance, isSnapshot })
      await context.save()
      return shownUser(user)
    },
    async setBalance(openid, balance) {
      const user = userWith(openid)
      user.balance = balance
      await context.save()
      return shownUser(user)
    },
    async createCode({ openid, scope }) {
      const of = { appId, openid: userWith(openid).openid, scope }
      const { code } = issueCode(state.codes, of, clock.now(), random)
      await context.save()
      return { code }
    },
    pay: (order, options) => payer.pay(order, options),
    payer,
    phone: createPhoneControls(context),
    subOpenid,
    subMerchants: () => structuredClone(context.subMerchants),
    setSubMerchants(subMerchants) {
      context.subMerchants.splice(0, context.subMerchants.length, ...structuredClone(subMerchants))
    },
    async refundInConsole({ transactionId, notifyUrl }) {
      const { outRefundNo } = refundInConsole(context, transactionId, notifyUrl)
      await context.save()
      return { outRefundNo }
    },
    async endRefund(outRefundNo, status) {
      const refund = state.refunds.byOutRefundNo(outRefundNo)
      if (!refund) throw new Error(`There is no refund ${outRefundNo}`)
      if (refund.status === 'SUCCESS' || refund.status === 'CLOSED')
        throw new Error(`The refund ${outRefundNo} has ended: ${refund.status}`)
      const form = state.orders.byOutTradeNo(refund.outTradeNo)?.v2 ? 'xml' : 'json'
      endRefund(context, refund, status, { form, source: 'API' })
      await context.save()
    },
    orders: () => state.orders.all().map((order) => shownOrder(order, clock.now())),
    refunds: () =>
      state.refunds.all().map(({ createdAt, succeededAt, ...shown }) => {
        void [createdAt, succeededAt]
        return shown
      }),
    notifications: createNotifications(context),
    async nextNotification(): Promise<EndedDelivery> {
      const { notification, answer } = await deliveries.next()
      const { id, about, outTradeNo } = notification
      return { id, about, outTradeNo, ...answer }
    },
    async advance(by) {
      if (!(by >= 0)) throw new Error('The clock moves forward only')
      if (clock.ahead() + by * 1000 > TEN_YEARS)
        throw new Error('The clock may be at most ten years ahead of the wall clock')
      await deliveries.advance(by * 1000)
    },
    sheets: {
      end: (outcome, prepayId) => endSheets(context, outcome, prepayId),
    },
    faults: createFaults(context),
    platform: createPlatform(context),
    log: () => context.log.entries(),
  }
}
