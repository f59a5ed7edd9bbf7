import type { Entry } from './entry.ts'

export type BillErrorCode =
  | 'bill-not-offered'
  | 'bill-date-invalid'
  | 'bill-absent'
  | 'bill-not-ready'
  | 'bill-link-expired'
  | 'bill-link-elsewhere'
  | 'bill-cut'
  | 'bill-hash-wrong'
  | 'bill-sums-wrong'
  | 'bill-malformed'
  | 'bill-closed'

/** Fetching and reading a day's bill. */
export const billsErrors: Record<BillErrorCode, Entry> = {
  'bill-not-offered': {
    status: 501,
    actor: 'code',
    message: 'This merchant has no bills that can be fetched.',
    remedy: {
      en: 'Give `merchant` the keys of API v3, or of API v2.',
      zh: '请在 merchant 中配置 API v3（或 APIv2）的密钥。',
    },
  },
  'bill-date-invalid': {
    status: 400,
    actor: 'code',
    message: 'A bill was asked for by something that is no date.',
    remedy: {
      en: 'Write the day in China as 2026-11-22.',
      zh: '请按北京时间的日期书写，例如 2026-11-22。',
    },
  },
  'bill-absent': {
    status: 404,
    actor: 'user',
    message: 'WeChat Pay has no bill of this day: nothing happened.',
    remedy: {
      en: 'Nothing to do, if your own books have no payment of that day either.',
      zh: '如果自己的账上当天也没有交易，则无需处理。',
    },
  },
  'bill-not-ready': {
    status: 503,
    actor: 'weixin',
    message: 'WeChat Pay has not finished the bill of this day.',
    remedy: {
      en: 'Ask after 10:00 China time of the next day, then every 30 minutes.',
      zh: '请在次日北京时间 10:00 之后获取，未生成时每 30 分钟重试一次。',
    },
  },
  'bill-link-expired': {
    status: 502,
    actor: 'weixin',
    message: 'The link to the bill was refused: it lives for five minutes.',
    remedy: { en: 'Ask for the bill again.', zh: '请重新获取账单。' },
  },
  'bill-link-elsewhere': {
    status: 502,
    actor: 'console',
    message: "The link to the bill leads away from WeChat Pay's host, so it was not followed.",
    remedy: {
      en: 'Set `endpoints.pay` to the host that the links name, if it is WeChat Pay’s.',
      zh: '若链接中的域名确属微信支付，请把 endpoints.pay 设为该域名。',
    },
  },
  'bill-cut': {
    status: 502,
    actor: 'weixin',
    message: 'The download of the bill ended early, so none of it was used.',
    remedy: { en: 'Ask for the bill again.', zh: '账单下载中断，请重新获取。' },
  },
  'bill-hash-wrong': {
    status: 502,
    actor: 'weixin',
    message: 'The bill is not the file that WeChat Pay announced, so none of it was used.',
    remedy: {
      en: 'Ask again; if it stays, look at the proxies between you and WeChat.',
      zh: '请重新获取；若仍然如此，请检查与微信之间的代理。',
    },
  },
  'bill-sums-wrong': {
    status: 502,
    actor: 'weixin',
    message: 'The rows of the bill do not add up to its summary, so none of it was used.',
    remedy: {
      en: 'Ask again: a row is missing or altered. If it stays, look at the proxies between you and WeChat.',
      zh: '账单明细与汇总不符（有缺行或改动），请重新获取；若仍然如此，请检查与微信之间的代理。',
    },
  },
  'bill-malformed': {
    status: 502,
    actor: 'code',
    message: 'The bill has a form that this package cannot read.',
    remedy: {
      en: 'See the line and the column in the detail; WeChat may have changed the form.',
      zh: '请查看 detail 中指出的行和列，微信可能更改了账单格式。',
    },
  },
  'bill-closed': {
    status: 500,
    actor: 'code',
    message: 'The rows of this bill were walked before, or it was closed.',
    remedy: {
      en: 'Walk a bill once; fetch it again for another walk.',
      zh: '一份账单只能遍历一次，需要再次遍历时请重新获取。',
    },
  },
}
