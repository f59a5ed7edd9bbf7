import type { Context } from '../context.ts'
import type { EndedDelivery, SimulatorControls } from './types.ts'
import { subOpenid } from '../domain/parties.ts'
import { endRefund, refundInConsole } from '../domain/refund.ts'
import { createPhoneControls } from '../phone/controls.ts'
import type { SheetOutcome } from '../types.ts'
import { createFaults } from './faults.ts'
import { createNotifications } from './notifications.ts'
import { createPayer } from './payer.ts'
import { createPlatform } from './platform.ts'
import { shownOrder, shownRefund } from './shown.ts'
import { createUserControls } from './users.ts'

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

/** The controls, before the addresses of the servers are known. */
export type Controls = Omit<SimulatorControls, 'url' | 'secureUrl' | 'credentials' | 'close'>

/** What a test or a person may do to the simulated WeChat. */
export function createControls(context: Context): Controls {
  const { state, clock, deliveries } = context
  const payer = createPayer(context)
  return {
    ...createUserControls(context),
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
    refunds: () => state.refunds.all().map((refund) => shownRefund(refund, state.orders)),
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
