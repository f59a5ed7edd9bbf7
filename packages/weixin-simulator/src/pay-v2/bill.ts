import { createHash } from 'node:crypto'
import { billFile } from '../bill/ask.ts'
import { chinaDay, isDay, isMade, threeMonthsBefore } from '../bill/days.ts'
import type { BillLink } from '../state/bill-links.ts'
import type { Context } from '../context.ts'
import * as errors from './bill-refusal.ts'
import type { V2Call } from './call.ts'

/** A file as it answers the call: nothing in it is signed. */
export interface V2Bill {
  /** Uncompressed. */
  file: string
  isZipped: boolean
  headers: Record<string, string>
}

const TYPES = ['ALL', 'SUCCESS', 'REFUND', 'RECHARGE_REFUND']
const ACCOUNTS: Record<string, BillLink['about']> = {
  Basic: 'BASIC',
  Operation: 'OPERATION',
  Fees: 'FEES',
}

/** yyyyMMdd, to yyyy-MM-DD. */
function readDay({ call, fields }: V2Call, now: number): string {
  const day = (fields['bill_date'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const today = chinaDay(now)
  call.require('a day of the calendar', isDay(day), errors.noDay)
  call.require('before today', day < today, errors.notOver)
  call.require('within three months', day >= threeMonthsBefore(today), errors.tooOld)
  call.require('the bill is made', isMade(day, now), errors.creating)
  return day
}

function fileOf(world: Context, asked: V2Call, about: BillLink['about']): string {
  const date = readDay(asked, world.clock.now())
  const file = billFile(world, { about, date })
  asked.call.check('something happened that day', file !== null)
  if (file === null) throw errors.nothing()
  return file
}

const isZipped = ({ fields }: V2Call): boolean => fields['tar_type'] === 'GZIP'

/** POST /pay/downloadbill: nothing says whether the file came whole. */
export function tradeBill(world: Context, asked: V2Call): V2Bill {
  const type = asked.fields['bill_type'] || 'ALL'
  asked.call.require('bill_type', TYPES.includes(type), () => errors.unknownType(type))
  asked.call.require('bill_type ALL', type === 'ALL', () => errors.onlyAll(type))
  return { file: fileOf(world, asked, 'trades'), isZipped: isZipped(asked), headers: {} }
}

/** POST /pay/downloadfundflow: SHA-1 of the uncompressed file, in hex. */
export function fundFlowBill(world: Context, asked: V2Call): V2Bill {
  const about = ACCOUNTS[asked.fields['account_type'] ?? ''] ?? 'BASIC'
  const file = fileOf(world, asked, about)
  const sha1 = createHash('sha1').update(file).digest('hex')
  return { file, isZipped: isZipped(asked), headers: { Digest: `SHA=${sha1}` } }
}
