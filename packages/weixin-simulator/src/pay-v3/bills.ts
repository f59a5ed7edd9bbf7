import { createHash } from 'node:crypto'
import { checkDay, readBill, readBillType, type Bill } from '../domain/bills/bill-file.ts'
import { findSubMerchant } from '../domain/parties.ts'
import { DAY } from '../domain/patterns.ts'
import { issueLink, type BillAccount } from '../state/bill-links.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import { badField } from './errors.ts'
import { checkField, type FieldRule } from './fields.ts'

const BILL_DATE: FieldRule = {
  name: 'bill_date',
  label: '账单日期',
  type: 'string',
  required: true,
  maxBytes: 10,
  pattern: DAY,
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
const OPTIONAL_SUB_MCHID: FieldRule = {
  name: 'sub_mchid',
  label: '子商户号',
  type: 'string',
  maxBytes: 32,
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

function read({ call, query }: PayCall, rule: FieldRule): string | undefined {
  const value = query.get(rule.name) ?? undefined
  const violation = checkField(rule, value, `/query/${rule.name}`)
  call.check(rule.name, violation === null, violation?.message)
  if (violation) throw badField(violation, 'query')
  return value
}

function readDate(pay: PayCall, now: number): string {
  const date = read(pay, BILL_DATE) ?? ''
  checkDay(pay.call, date, now)
  return date
}

function answer({ state, clock, random, url }: Context, pay: PayCall, bill: Bill): PayReply {
  const now = clock.now()
  const isZipped = read(pay, TAR_TYPE) === 'GZIP'
  const file = readBill(state, pay.call, bill, now)
  const { token } = issueLink(state.billLinks, { ...bill, isZipped }, now, random)
  return {
    status: 200,
    body: {
      hash_type: 'SHA1',
      hash_value: createHash('sha1').update(file).digest('hex'),
      download_url: `${url}/v3/billdownload/file?token=${token}${isZipped ? '&tartype=gzip' : ''}`,
    },
  }
}

/** GET /v3/bill/tradebill?bill_date=…[&bill_type=ALL][&tar_type=GZIP] */
export function askTradeBill(context: Context, pay: PayCall): PayReply {
  const date = readDate(pay, context.clock.now())
  const type = readBillType(pay.call, read(pay, BILL_TYPE) ?? 'ALL')
  const subMchId = read(pay, OPTIONAL_SUB_MCHID)
  if (subMchId !== undefined) findSubMerchant(context, pay.call, subMchId)
  return answer(context, pay, { about: 'trades', date, type, ...(subMchId && { subMchId }) })
}

const isAccount = (text: string): text is BillAccount => ACCOUNT_TYPE.oneOf?.includes(text) ?? false

/** GET /v3/bill/fundflowbill?bill_date=…[&account_type=BASIC][&tar_type=GZIP] */
export function askFundFlowBill(context: Context, pay: PayCall): PayReply {
  const date = readDate(pay, context.clock.now())
  const account = read(pay, ACCOUNT_TYPE) ?? 'BASIC'
  return answer(context, pay, { about: isAccount(account) ? account : 'BASIC', date })
}
