import { createHash } from 'node:crypto'
import type { PayCall, PayReply } from '../pay/call.ts'
import { badField } from '../pay/errors.ts'
import { checkField, type FieldRule } from '../pay/fields.ts'
import { issueLink, type BillLink } from '../state/bill-links.ts'
import type { Context } from '../context.ts'
import { chinaDay, isDay, isMade, threeMonthsBefore } from './days.ts'
import * as errors from './errors.ts'
import { fundFlowBill } from './fund-flow-bill.ts'
import { tradeBill } from './trade-bill.ts'

const BILL_DATE: FieldRule = {
  name: 'bill_date',
  label: '账单日期',
  type: 'string',
  required: true,
  maxBytes: 10,
  pattern: /^\d{4}-\d{2}-\d{2}$/,
}
const BILL_TYPE: FieldRule = {
  name: 'bill_type',
  label: '账单类型',
  type: 'string',
  oneOf: [
    'ALL',
    'SUCCESS',
    'REFUND',
    'RECHARGE_REFUND',
    'ALL_SPECIAL',
    'SUC_SPECIAL',
    'REF_SPECIAL',
  ],
}
const ACCOUNT_TYPE: FieldRule = {
  name: 'account_type',
  label: '资金账户类型',
  type: 'string',
  oneOf: ['BASIC', 'OPERATION', 'FEES'],
}
const TAR_TYPE: FieldRule = {
  name: 'tar_type',
  label: '压缩类型',
  type: 'string',
  oneOf: ['GZIP'],
}

/** The uncompressed file. It is made anew from the orders, which for a day that is over gives the same bytes. */
export function billFile(
  { state }: Context,
  { about, date }: Pick<BillLink, 'about' | 'date'>,
): string | null {
  if (about === 'trades') return tradeBill(state, date)
  // Every order is settled to the basic account: nothing moves on the others.
  return about === 'BASIC' ? fundFlowBill(state, date) : null
}

function read({ call, query }: PayCall, rule: FieldRule): string | undefined {
  const value = query.get(rule.name) ?? undefined
  const violation = checkField(rule, value, `/query/${rule.name}`)
  call.check(rule.name, violation === null, violation?.message)
  if (violation) throw badField(violation, 'query')
  return value
}

function readDate(pay: PayCall, now: number): string {
  const { call } = pay
  const date = read(pay, BILL_DATE) ?? ''
  const today = chinaDay(now)
  call.require('a day of the calendar', isDay(date), () => errors.noDay(date))
  call.require('before today', date < today, () => errors.notOver(date))
  call.require('within three months', date >= threeMonthsBefore(today), () => errors.tooOld(date))
  return date
}

function answer(world: Context, pay: PayCall, asked: Pick<BillLink, 'about' | 'date'>): PayReply {
  const { call } = pay
  const { state, clock } = world
  const now = clock.now()
  const isZipped = read(pay, TAR_TYPE) === 'GZIP'
  call.require('the bill is made', isMade(asked.date, now), errors.creating)
  const file = billFile(world, asked)
  call.check('something happened that day', file !== null)
  if (file === null) throw errors.nothing()
  const { token } = issueLink(state.billLinks, { ...asked, isZipped }, now)
  return {
    status: 200,
    body: {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(file).digest('hex'),
      download_url: `${world.url}/v3/billdownload/file?token=${token}`,
    },
  }
}

/** GET /v3/bill/tradebill?bill_date=…[&bill_type=ALL][&tar_type=GZIP] */
export function askTradeBill(world: Context, pay: PayCall): PayReply {
  const date = readDate(pay, world.clock.now())
  const type = read(pay, BILL_TYPE) ?? 'ALL'
  pay.call.require('bill_type ALL', type === 'ALL', () => errors.onlyAll(type))
  return answer(world, pay, { about: 'trades', date })
}

const isAccount = (text: string): text is Exclude<BillLink['about'], 'trades'> =>
  ACCOUNT_TYPE.oneOf?.includes(text) ?? false

/** GET /v3/bill/fundflowbill?bill_date=…[&account_type=BASIC][&tar_type=GZIP] */
export function askFundFlowBill(world: Context, pay: PayCall): PayReply {
  const date = readDate(pay, world.clock.now())
  const account = read(pay, ACCOUNT_TYPE) ?? 'BASIC'
  return answer(world, pay, { about: isAccount(account) ? account : 'BASIC', date })
}
