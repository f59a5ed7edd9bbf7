import type { Fen } from 'weixin-contract'
import type { BillReaders } from './bill.ts'
import type { Columns } from './columns.ts'

/** One payment or refund of a trade bill (交易账单). Headings of WeChat stand beside the fields. */
export interface TradeRow {
  /** 交易时间 */
  tradedAt: Date
  /** 公众账号ID */
  appId: string
  /** 商户号 */
  mchId: string
  /** 特约商户号; null for an ordinary merchant. */
  subMchId: string | null
  /** 设备号 */
  deviceInfo: string | null
  /** 微信订单号 */
  transactionId: string
  /** 商户订单号 */
  outTradeNo: string
  /** 用户标识 */
  openid: string | null
  /** 交易类型: `JSAPI`, `NATIVE`, `APP`, `MWEB`, … */
  tradeType: string
  /** 交易状态: `SUCCESS` a payment, `REFUND` a refund, `REVOKED` a reversal. */
  tradeState: string
  /** 付款银行 */
  bankType: string
  /** 货币种类 */
  currency: string
  /** 应结订单金额: what is settled, in fen. */
  settlementTotal: Fen
  /** 代金券金额, in fen. */
  couponTotal: Fen
  /** 微信退款单号; null in a payment. */
  refundId: string | null
  /** 商户退款单号; null in a payment. */
  outRefundNo: string | null
  /** 退款金额: what is taken back from the settlement, in fen. */
  settlementRefund: Fen
  /** 充值券退款金额, in fen. */
  couponRefund: Fen
  /** 退款类型: `ORIGINAL`, `BALANCE`; null in a payment. */
  refundType: string | null
  /** 退款状态 when the bill was made: `SUCCESS`, `PROCESSING`, `FAIL`, `CHANGE`; null in a payment. */
  refundStatus: string | null
  /** 商品名称, as WeChat escaped it. */
  description: string
  /** 商户数据包, as WeChat escaped it: our order's id. */
  attach: string | null
  /** 手续费, in thousandths of a fen: WeChat gives five decimals of a yuan. Negative: given back. */
  feeMilliFen: number
  /** 费率, such as `0.60%`. */
  feeRate: string
  /** 订单金额, in fen: compare this with the order. 0 in a refund. */
  total: Fen
  /** 申请退款金额, in fen: what was asked to go back. 0 in a payment. */
  refundAmount: Fen
  /** 费率备注 */
  feeRateRemark: string | null
  /** Every column under WeChat's heading, as WeChat wrote it. */
  columns: Readonly<Record<string, string>>
}

/** The last line of a trade bill: sums over its rows. */
export interface TradeSummary {
  /** 总交易单数 */
  count: number
  /** 应结订单总金额, in fen. */
  settlementTotal: Fen
  /** 退款总金额, in fen. */
  settlementRefund: Fen
  /** 充值券退款总金额, in fen. */
  couponRefund: Fen
  /** 手续费总金额, in thousandths of a fen. */
  feeMilliFen: number
  /** 订单总金额, in fen. */
  total: Fen
  /** 申请退款总金额, in fen. */
  refundAmount: Fen
  /** Every column under WeChat's heading, as WeChat wrote it. */
  columns: Readonly<Record<string, string>>
}

function readTradeRow(row: Columns): TradeRow {
  return {
    tradedAt: row.moment('交易时间'),
    appId: row.text('公众账号ID'),
    mchId: row.text('商户号'),
    subMchId: row.optionalNumber('特约商户号'),
    deviceInfo: row.optionalText('设备号'),
    transactionId: row.text('微信订单号'),
    outTradeNo: row.text('商户订单号'),
    openid: row.optionalText('用户标识'),
    tradeType: row.text('交易类型'),
    tradeState: row.text('交易状态'),
    bankType: row.text('付款银行'),
    currency: row.text('货币种类'),
    settlementTotal: row.fen('应结订单金额'),
    couponTotal: row.fen('代金券金额'),
    refundId: row.optionalNumber('微信退款单号'),
    outRefundNo: row.optionalNumber('商户退款单号'),
    settlementRefund: row.fen('退款金额'),
    couponRefund: row.fen('充值券退款金额'),
    refundType: row.optionalText('退款类型'),
    refundStatus: row.optionalText('退款状态'),
    description: row.text('商品名称'),
    attach: row.optionalText('商户数据包'),
    feeMilliFen: row.milliFen('手续费'),
    feeRate: row.text('费率'),
    total: row.fen('订单金额'),
    refundAmount: row.fen('申请退款金额'),
    feeRateRemark: row.optionalText('费率备注'),
    columns: row.all,
  }
}

function readTradeSummary(summary: Columns): TradeSummary {
  return {
    count: summary.count('总交易单数'),
    settlementTotal: summary.fen('应结订单总金额'),
    settlementRefund: summary.fen('退款总金额'),
    couponRefund: summary.fen('充值券退款总金额'),
    feeMilliFen: summary.milliFen('手续费总金额'),
    total: summary.fen('订单总金额'),
    refundAmount: summary.fen('申请退款总金额'),
    columns: summary.all,
  }
}

export const tradeReaders: BillReaders<TradeRow, TradeSummary> = {
  row: readTradeRow,
  summary: readTradeSummary,
  share: (row) => ({
    count: 1,
    settlementTotal: row.settlementTotal,
    settlementRefund: row.settlementRefund,
    couponRefund: row.couponRefund,
    feeMilliFen: row.feeMilliFen,
    total: row.total,
    refundAmount: row.refundAmount,
  }),
}
