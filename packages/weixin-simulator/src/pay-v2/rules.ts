import {
  ADDRESS,
  FEN,
  IP,
  REFUND_WORD,
  SHORT_DAY,
  SHORT_TIME,
  WORD,
  type Words,
} from '../domain/patterns.ts'
import { brokenDetail } from './scene-info.ts'

/** What one parameter must be. Sizes in bytes. */
export interface V2Rule {
  name: string
  required?: true
  least?: number
  most: number
  pattern?: RegExp
  oneOf?: readonly string[]
  /** The rule of a text within that it breaks. */
  broken?: (value: string) => Words | null
}

const EVERY: readonly V2Rule[] = [
  { name: 'appid', required: true, most: 32 },
  { name: 'mch_id', required: true, most: 32 },
  { name: 'nonce_str', required: true, most: 32 },
  { name: 'sign', required: true, most: 64 },
  { name: 'sign_type', most: 32, oneOf: ['MD5', 'HMAC-SHA256'] },
  // A service provider's.
  { name: 'sub_mch_id', most: 32 },
  { name: 'sub_appid', most: 32 },
]

/**
 * POST /pay/unifiedorder, of every trade type; `trade-types.ts` has what one of them requires beside
 * (pay.weixin.qq.com/doc/v2/merchant/4011940985).
 */
export const ORDER: readonly V2Rule[] = [
  ...EVERY,
  { name: 'device_info', most: 32 },
  { name: 'body', required: true, most: 127 },
  { name: 'detail', most: 6000, broken: brokenDetail },
  { name: 'attach', most: 127 },
  { name: 'out_trade_no', required: true, least: 6, most: 32, pattern: WORD },
  { name: 'fee_type', most: 16, oneOf: ['CNY'] },
  { name: 'total_fee', required: true, most: 10, pattern: FEN },
  { name: 'spbill_create_ip', required: true, most: 64, pattern: IP },
  { name: 'time_start', most: 14, pattern: SHORT_TIME },
  { name: 'time_expire', most: 14, pattern: SHORT_TIME },
  { name: 'goods_tag', most: 32 },
  { name: 'notify_url', required: true, most: 256, pattern: ADDRESS },
  {
    name: 'trade_type',
    required: true,
    most: 16,
    oneOf: ['JSAPI', 'NATIVE', 'APP', 'MWEB'],
  },
  { name: 'product_id', most: 32 },
  { name: 'limit_pay', most: 32, oneOf: ['no_credit'] },
  { name: 'openid', most: 128 },
  { name: 'sub_openid', most: 128 },
  { name: 'receipt', most: 8, oneOf: ['Y', 'N'] },
  { name: 'profit_sharing', most: 1, oneOf: ['Y', 'N'] },
  { name: 'scene_info', most: 256 },
]

/** POST /pay/orderquery, and /pay/closeorder with the second as its own. */
export const QUERY: readonly V2Rule[] = [
  ...EVERY,
  { name: 'transaction_id', most: 32 },
  { name: 'out_trade_no', most: 32 },
]

export const CLOSE: readonly V2Rule[] = [
  ...EVERY,
  { name: 'out_trade_no', required: true, least: 6, most: 32, pattern: WORD },
]

/** POST /secapi/pay/refund (pay.weixin.qq.com/doc/v2/merchant/4011935217). */
export const REFUND: readonly V2Rule[] = [
  ...EVERY,
  { name: 'transaction_id', most: 32 },
  { name: 'out_trade_no', most: 32 },
  { name: 'out_refund_no', required: true, most: 64, pattern: REFUND_WORD },
  { name: 'total_fee', required: true, most: 10, pattern: FEN },
  { name: 'refund_fee', required: true, most: 10, pattern: FEN },
  { name: 'refund_fee_type', most: 8, oneOf: ['CNY'] },
  { name: 'refund_desc', most: 80 },
  {
    name: 'refund_account',
    most: 30,
    oneOf: ['REFUND_SOURCE_UNSETTLED_FUNDS', 'REFUND_SOURCE_RECHARGE_FUNDS'],
  },
  { name: 'notify_url', most: 256, pattern: ADDRESS },
]

/** POST /pay/refundquery. */
export const REFUND_QUERY: readonly V2Rule[] = [
  ...EVERY,
  { name: 'refund_id', most: 32 },
  { name: 'out_refund_no', most: 64 },
  { name: 'transaction_id', most: 32 },
  { name: 'out_trade_no', most: 32 },
  { name: 'offset', most: 10, pattern: /^\d+$/ },
]

/** POST /pay/downloadbill (pay.weixin.qq.com/doc/v2/merchant/4011985040); bill_type has an error of its own. */
export const BILL: readonly V2Rule[] = [
  ...EVERY,
  { name: 'bill_date', required: true, most: 8, pattern: SHORT_DAY },
  { name: 'bill_type', most: 16 },
  { name: 'tar_type', most: 8, oneOf: ['GZIP'] },
]

/** POST /pay/downloadfundflow (pay.weixin.qq.com/doc/v2/merchant/4011939779). */
export const FUND_FLOW: readonly V2Rule[] = [
  ...EVERY,
  { name: 'sign_type', required: true, most: 32, oneOf: ['HMAC-SHA256'] },
  { name: 'bill_date', required: true, most: 8, pattern: SHORT_DAY },
  { name: 'account_type', required: true, most: 16, oneOf: ['Basic', 'Operation', 'Fees'] },
  { name: 'tar_type', most: 8, oneOf: ['GZIP'] },
]
