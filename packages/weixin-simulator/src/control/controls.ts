import type { Context } from '../context.ts'
import { subOpenid } from '../domain/parties.ts'
import { createPhoneControls } from '../phone/controls.ts'
import type { SheetOutcome } from '../types.ts'
import { createFaults } from './faults.ts'
import { createNotifications, type EndedDelivery } from './notifications.ts'
import { createPayer } from './payer.ts'
import { createPlatform } from './platform.ts'
import { createRefundControls } from './refunds.ts'
import { shownOrder } from './shown.ts'
import type { SimulatorControls } from './types.ts'
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
    ...createRefundControls(context),
    pay: (order, options) => payer.pay(order, options),
    payer,
    phone: createPhoneControls(context),
    subOpenid,
    subMerchants: () => structuredClone(context.subMerchants),
    setSubMerchants(subMerchants) {
      context.subMerchants.splice(0, context.subMerchants.length, ...structuredClone(subMerchants))
    },
    orders: () => state.orders.all().map((order) => shownOrder(order, clock.now())),
    notifications: createNotifications(context),
    async nextNotification(): Promise<EndedDelivery> {
      const { notification, answer } = await deliveries.next()
      const { id, about, outTradeNo } = notification
      const { status, body } = answer
      return { id, about, outTradeNo, status, body }
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
