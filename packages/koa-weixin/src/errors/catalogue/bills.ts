import type { Entry } from './entry.ts'

/** Codes of bills. */
export type BillErrorCode =
  | 'bill-not-offered'
  | 'bill-date-invalid'
  | 'bill-absent'
  | 'bill-not-ready'
  | 'bill-too-old'
  | 'bill-link-expired'
  | 'bill-link-elsewhere'
  | 'bill-cut'
  | 'bill-hash-wrong'
  | 'bill-sums-wrong'
  | 'bill-malformed'
  | 'bill-closed'

/** Downloading and reading a day's bill. */
export const billsErrors: Record<BillErrorCode, Entry> = {
  'bill-not-offered': {
    status: 501,
    actor: 'code',
    message: 'Bills of this merchant cannot be downloaded.',
    messageZh: '该商户的配置无法下载账单。',
    remedy: {
      en: 'Give `merchant` the keys of API v3 or of API v2.',
      zh: '请在 merchant 中配置 APIv3 或 APIv2 的密钥。',
    },
  },
  'bill-date-invalid': {
    status: 400,
    actor: 'code',
    message: 'The date of the bill is invalid.',
    messageZh: '账单日期不合法。',
    remedy: {
      en: 'Write the day in China as 2026-11-22.',
      zh: '请按北京时间的日期书写，如 2026-11-22。',
    },
  },
  'bill-absent': {
    status: 404,
    actor: 'user',
    message: 'WeChat Pay has no bill of this day: there were no transactions.',
    messageZh: '微信支付没有这一天的账单：当天没有交易。',
    remedy: {
      en: 'There is nothing to do if your own books have no payment of that day either.',
      zh: '如果自己的账上当天也没有交易，则无需处理。',
    },
  },
  'bill-not-ready': {
    status: 503,
    actor: 'weixin',
    message: 'WeChat Pay has not finished the bill of this day.',
    messageZh: '微信支付尚未生成这一天的账单。',
    remedy: {
      en: 'Request it after 10:00 China time of the next day, then every 30 minutes.',
      zh: '请在次日北京时间 10:00 之后获取，未生成时每 30 分钟重试一次。',
    },
  },
  'bill-too-old': {
    status: 400,
    actor: 'code',
    message: 'WeChat Pay keeps bills for three months.',
    messageZh: '微信支付只保留三个月内的账单。',
    remedy: {
      en: 'Download bills daily and store them; older ones are on 商户平台 → 交易中心 only.',
      zh: '微信支付只提供三个月内的账单下载接口，请每日下载并保存；更早的账单请在 商户平台 → 交易中心 查看。',
    },
  },
  'bill-link-expired': {
    status: 502,
    actor: 'weixin',
    message: 'The link to the bill was rejected: it is valid for five minutes.',
    messageZh: '账单下载地址被拒绝，其有效期为 5 分钟。',
    remedy: { en: 'Request the bill again.', zh: '账单下载地址 5 分钟内有效，请重新获取账单。' },
  },
  'bill-link-elsewhere': {
    status: 502,
    actor: 'console',
    message:
      "The link to the bill leads to another host than WeChat Pay's, so it was not followed.",
    messageZh: '账单下载地址指向微信支付以外的域名，因此没有访问。',
    remedy: {
      en: 'Set `endpoints.pay` to the host of the link, if it is WeChat Pay’s.',
      zh: '若链接中的域名确属微信支付，请把 endpoints.pay 设为该域名。',
    },
  },
  'bill-cut': {
    status: 502,
    actor: 'weixin',
    message: 'The download of the bill ended early, so none of it was used.',
    messageZh: '账单下载中断，未采用其中任何内容。',
    remedy: { en: 'Request the bill again.', zh: '账单下载中断，请重新获取。' },
  },
  'bill-hash-wrong': {
    status: 502,
    actor: 'weixin',
    message:
      'The hash of the bill is not the one that WeChat Pay returned, so none of it was used.',
    messageZh: '账单的哈希与微信支付返回的不一致，未采用其中任何内容。',
    remedy: {
      en: 'Request it again; if the error stays, check the proxies between this server and WeChat.',
      zh: '账单哈希校验不通过，请重新获取；若仍然如此，请检查与微信之间的代理。',
    },
  },
  'bill-sums-wrong': {
    status: 502,
    actor: 'weixin',
    message: 'The rows of the bill do not add up to its summary, so none of it was used.',
    messageZh: '账单明细之和与汇总不符，未采用其中任何内容。',
    remedy: {
      en: 'Request it again: a row is missing or changed. If the error stays, check the proxies between this server and WeChat.',
      zh: '账单明细与汇总不符（有缺行或改动），请重新获取；若仍然如此，请检查与微信之间的代理。',
    },
  },
  'bill-malformed': {
    status: 502,
    actor: 'code',
    message: 'The bill has a form that this package cannot read.',
    messageZh: '账单格式无法识别。',
    remedy: {
      en: 'See the line and the column in the detail; WeChat may have changed the form.',
      zh: '请查看 detail 中指出的行和列，微信可能更改了账单格式。',
    },
  },
  'bill-closed': {
    status: 500,
    actor: 'code',
    message: 'This bill has already been read or closed.',
    messageZh: '该账单已被读取或关闭。',
    remedy: {
      en: 'Read a bill once; request it again to read it again.',
      zh: '一份账单只能读取一次，需要再次读取时请重新获取。',
    },
  },
}
