import { Refusal } from '../http/call.ts'
import type { Reason } from '../types.ts'
import type { V2Refusal } from './refusal.ts'

/**
 * Why there is no file. The trade bill says it in a text, the fund-flow bill in a code. Most numbers
 * that go with the texts are not known.
 */
export class BillRefusal extends Refusal {
  readonly errorCode: '20001' | '20002' | null
  constructor(text: string, errorCode: BillRefusal['errorCode'], why: Reason) {
    super(text, why)
    this.errorCode = errorCode
  }
}

const wrong = (text: string, why: Omit<Reason, 'code'>, code = 'PARAM_ERROR'): BillRefusal =>
  new BillRefusal(text, '20001', { code, ...why })

/** What every call of API v2 refuses, in a bill's words. */
export function inBillWords({ message, reason }: V2Refusal): BillRefusal {
  const texts: Record<string, string> = {
    'v2-sign': 'SIGN ERROR',
    LACK_PARAMS: 'missing parameter',
    PARAM_ERROR: 'data format error',
  }
  return wrong(texts[reason.code] ?? message, reason, reason.code)
}

export const noDay = (): BillRefusal =>
  wrong('data format error', { en: 'There is no such day.', zh: '没有这一天。' })

/** Which text stands for an old day is not documented. */
export const tooOld = (): BillRefusal =>
  wrong('data format error', {
    en: 'Bills are kept for three months.',
    zh: '只能获取三个月以内的账单。',
  })

export const unknownType = (type: string): BillRefusal =>
  wrong('invalid bill_type', {
    en: `There is no bill_type ${type}.`,
    zh: `没有 ${type} 这种 bill_type。`,
  })

export const onlyAll = (type: string): BillRefusal =>
  wrong('invalid bill_type', {
    en: `WeChat makes bills of bill_type ${type}; this simulator makes ALL only.`,
    zh: `微信支持 bill_type ${type}，模拟器只提供 ALL。`,
  })

const absent = (why: Omit<Reason, 'code'>): BillRefusal =>
  new BillRefusal('No Bill Exist', '20002', { code: 'NO_BILL_EXIST', ...why })

export const notOver = (): BillRefusal =>
  absent({
    en: 'Bills are of days that are over in China: not of today, not of the future.',
    zh: '只能获取今天（北京时间）之前的账单。',
  })

export const nothing = (): BillRefusal =>
  absent({ en: 'Nothing happened that day.', zh: '当天没有交易。' })

export const creating = (): BillRefusal =>
  new BillRefusal('Bill Creating', null, {
    code: 'BILL_CREATING',
    en: 'The files of a day are there from 10:00 China time of the next day.',
    zh: '账单在次日北京时间 10:00 之后可以获取。',
  })
