import type { Reason } from '../types.ts'
import { PayRefusal } from '../pay/refusal.ts'

/** Which code WeChat gives for a day without files is not documented; a wrong date is a wrong parameter. */
const wrongDay = (date: string, why: Pick<Reason, 'en' | 'zh'>): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: '账单日期不合法',
      detail: { location: 'query', value: date },
      result: 268435461,
    },
    why,
  )

export const noDay = (date: string): PayRefusal =>
  wrongDay(date, { en: 'There is no such day.', zh: '没有这一天。' })

export const notOver = (date: string): PayRefusal =>
  wrongDay(date, {
    en: 'Bills are of days that are over in China: not of today, not of the future.',
    zh: '只能获取今天（北京时间）之前的账单。',
  })

export const tooOld = (date: string): PayRefusal =>
  wrongDay(date, { en: 'Bills are kept for three months.', zh: '只能获取三个月以内的账单。' })

export const onlyAll = (billType: string): PayRefusal =>
  new PayRefusal(
    {
      status: 400,
      code: 'PARAM_ERROR',
      message: '模拟器只提供 ALL 类型的账单',
      detail: { location: 'query', value: billType },
      result: 268435461,
    },
    {
      en: `WeChat makes bills of bill_type ${billType}; this simulator makes ALL only.`,
      zh: `微信支持 bill_type ${billType}，模拟器只提供 ALL。`,
    },
  )

export const creating = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'STATEMENT_CREATING', message: '账单生成中', result: 268435461 },
    {
      en: 'The files of a day are there from 10:00 China time of the next day.',
      zh: '账单在次日北京时间 10:00 之后可以获取。',
    },
  )

export const nothing = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'NO_STATEMENT_EXIST', message: '账单文件不存在', result: 268435461 },
    { en: 'Nothing happened that day.', zh: '当天没有交易。' },
  )

export const deadLink = (): PayRefusal =>
  new PayRefusal(
    { status: 400, code: 'INVALID_REQUEST', message: '下载地址已失效', result: 268435461 },
    {
      en: 'A download_url lives five minutes and is used as it was given: ask for the bill again.',
      zh: '下载地址 5 分钟内有效，且必须原样使用：请重新申请账单。',
    },
  )
