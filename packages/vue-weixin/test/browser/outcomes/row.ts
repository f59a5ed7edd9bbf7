import type { SheetOutcome } from 'weixin-simulator'
import type { PayStatus } from '../../../src/pay/pay-state.ts'
import type { EnvironmentName } from './environments.ts'
import type { Fixture, OpenOptions, Seen } from './fixture.ts'

/**
 * A row of `docs/client-outcomes.md`, and the test of it: in one or more environments something happens to a payment,
 * and each of them ends in the same way.
 */
export interface Row {
  in: readonly EnvironmentName[]
  what: string
  open?: OpenOptions
  happens: (it: Fixture) => Promise<void>
  seen: Seen
}

/** The payer taps the button, and the payment comes to a status. */
export const tapUntil =
  (status: PayStatus, options: { every?: number } = {}) =>
  async (it: Fixture): Promise<void> => {
    await it.tap()
    await it.until(status, options)
  }

/** The payer taps the button and pays. */
export async function tapAndPay(it: Fixture): Promise<void> {
  await it.tap()
  await it.pay()
  await it.until('paid')
}

/** The payer taps the button, the sheet ends without a payment, and the payment comes to a status. */
export const tapAndEndSheet =
  (outcome: SheetOutcome, status: PayStatus) =>
  async (it: Fixture): Promise<void> => {
    await it.tap()
    await it.endSheet(outcome)
    await it.until(status)
  }

/** The reply of the sheet is lost, and the payer comes back to the page. */
export async function loseReply(it: Fixture): Promise<void> {
  await it.tap()
  await it.endSheet('lost')
  await it.comeBack()
  await it.until('unconfirmed', { every: 500 })
}

/** Paid in WeChat's sheet. */
export const PAID: Seen = { trail: 'idle ordering paying confirming paid', sheets: 1 }

/** Nothing was opened. */
export const refused = (error: string): Seen => ({ trail: 'idle ordering failed', error })
