import type { Clock } from '../browser/clock.ts'
import type { PageRegistry } from '../browser/page-registry.ts'
import type { SheetResult } from './payment-method.ts'

/** Milliseconds after which a sheet without a result no longer keeps other payments from starting. */
const HOLD_MS = 300_000

/** The sheet that holds the page now, whichever app or copy of this package opened it. */
export function heldSheet(page: PageRegistry, clock: Clock): PageRegistry['hold'] {
  return page.hold && clock.now() - page.hold.since < HOLD_MS ? page.hold : undefined
}

/**
 * Lets an order hold the page.
 * @returns what gives the page free again, with the result that others who wait for this order get
 */
export function holdPage(
  page: PageRegistry,
  orderId: string,
  clock: Clock,
): (result: SheetResult) => void {
  let resolve = (_: SheetResult): void => {}
  const sheet = new Promise<SheetResult>((given) => (resolve = given))
  const hold = { orderId, since: clock.now(), sheet }
  page.hold = hold
  return (result) => {
    resolve(result)
    if (page.hold === hold) page.hold = undefined
  }
}
