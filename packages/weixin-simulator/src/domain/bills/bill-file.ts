import type { Call } from '../../http/call.ts'
import type { BillLink, TradeBillType } from '../../state/bill-links.ts'
import type { State } from '../../state/state.ts'
import { DomainRefusal, refuseFor } from '../refusal.ts'
import { chinaDay, isDay, isMade, threeMonthsBefore } from './days.ts'
import { fundFlowBill } from './fund-flow-bill.ts'
import { tradeBill } from './trade-bill.ts'

/** Which file: the trades of a day, or the movements of one account. */
export type Bill = Pick<BillLink, 'about' | 'date' | 'type' | 'subMchId'>

/** The uncompressed file. It is made anew from the orders, which for a day that is over gives the same bytes. */
export function billFile(state: State, bill: Bill): string | null {
  const { about, date, type = 'ALL', subMchId } = bill
  if (about === 'trades') return tradeBill(state, { date, type, subMchId })
  // Every order is settled to the basic account: nothing moves on the others.
  return about === 'BASIC' ? fundFlowBill(state, date) : null
}

/** Refuses a day, yyyy-MM-DD, that has no bill, or none any more. `now` in milliseconds. */
export function checkDay(call: Call, date: string, now: number): void {
  const today = chinaDay(now)
  call.require('a day of the calendar', isDay(date), refuseFor('bill-no-such-day', date))
  call.require('before today', date < today, refuseFor('bill-day-not-over', date))
  const isRecent = date >= threeMonthsBefore(today)
  call.require('within three months', isRecent, refuseFor('bill-too-old', date))
}

/** The file of a day that was checked; refuses one that is not made yet, or that has nothing in it. */
export function readBill(state: State, call: Call, bill: Bill, now: number): string {
  call.require('the bill is made', isMade(bill.date, now), refuseFor('bill-creating'))
  const file = billFile(state, bill)
  call.check('something happened that day', file !== null)
  if (file === null) throw new DomainRefusal('bill-empty')
  return file
}

const MADE: readonly string[] = ['ALL', 'SUCCESS', 'REFUND'] satisfies TradeBillType[]

const isMadeType = (type: string): type is TradeBillType => MADE.includes(type)

/** The kind of a trade bill; refuses those that WeChat makes and the simulator does not. */
export function readBillType(call: Call, type: string): TradeBillType {
  call.check('bill_type', isMadeType(type))
  if (!isMadeType(type)) throw new DomainRefusal('bill-type-not-made', type)
  return type
}
