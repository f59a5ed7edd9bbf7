import { ADDRESS, IP, REFUND_WORD, RFC_3339, WORD } from '../domain/patterns.ts'
import type { FieldRule } from './fields.ts'

const CNY = ['CNY'] as const

/** POST /v3/pay/transactions/jsapi, field by field (pay.weixin.qq.com/doc/v3/merchant/4012791856). */
export const JSAPI_ORDER: readonly FieldRule[] = [
  { name: 'appid', label: '公众号ID', type: 'string', required: true, maxBytes: 32 },
  { name: 'mchid', label: '直连商户号', type: 'string', required: true, maxBytes: 32 },
  { name: 'description', label: '商品描述', type: 'string', required: true, maxBytes: 127 },
  {
    name: 'out_trade_no',
    label: '商户订单号',
    type: 'string',
    required: true,
    minBytes: 6,
    maxBytes: 32,
    pattern: WORD,
  },
  { name: 'time_expire', label: '交易结束时间', type: 'string', maxBytes: 64, pattern: RFC_3339 },
  { name: 'attach', label: '附加数据', type: 'string', maxBytes: 128 },
  {
    name: 'notify_url',
    label: '通知地址',
    type: 'string',
    required: true,
    maxBytes: 255,
    pattern: ADDRESS,
  },
  { name: 'goods_tag', label: '订单优惠标记', type: 'string', maxBytes: 32 },
  { name: 'support_fapiao', label: '电子发票入口开放标识', type: 'boolean' },
  { name: 'amount', label: '订单金额', type: 'object', required: true },
  { name: 'amount.total', label: '总金额', type: 'integer', required: true, min: 1 },
  { name: 'amount.currency', label: '货币类型', type: 'string', maxBytes: 16, oneOf: CNY },
  { name: 'payer', label: '支付者', type: 'object', required: true },
  { name: 'payer.openid', label: '用户标识', type: 'string', required: true, maxBytes: 128 },
  { name: 'detail', label: '优惠功能', type: 'object' },
  { name: 'detail.cost_price', label: '订单原价', type: 'integer', min: 0 },
  { name: 'detail.invoice_id', label: '商家小票ID', type: 'string', maxBytes: 32 },
  { name: 'detail.goods_detail', label: '单品列表', type: 'array', minItems: 1 },
  { name: 'detail.goods_detail[]', label: '单品列表', type: 'object' },
  {
    name: 'detail.goods_detail[].merchant_goods_id',
    label: '商户侧商品编码',
    type: 'string',
    required: true,
    maxBytes: 32,
    pattern: /^[0-9a-zA-Z_-]+$/,
  },
  {
    name: 'detail.goods_detail[].wechatpay_goods_id',
    label: '微信支付商品编码',
    type: 'string',
    maxBytes: 32,
  },
  { name: 'detail.goods_detail[].goods_name', label: '商品名称', type: 'string', maxBytes: 256 },
  {
    name: 'detail.goods_detail[].quantity',
    label: '商品数量',
    type: 'integer',
    required: true,
    min: 1,
  },
  {
    name: 'detail.goods_detail[].unit_price',
    label: '商品单价',
    type: 'integer',
    required: true,
    min: 0,
  },
  { name: 'scene_info', label: '场景信息', type: 'object' },
  {
    name: 'scene_info.payer_client_ip',
    label: '用户终端IP',
    type: 'string',
    required: true,
    maxBytes: 45,
    pattern: IP,
  },
  { name: 'scene_info.device_id', label: '商户端设备号', type: 'string', maxBytes: 32 },
  { name: 'scene_info.store_info', label: '商户门店信息', type: 'object' },
  {
    name: 'scene_info.store_info.id',
    label: '门店编号',
    type: 'string',
    required: true,
    maxBytes: 32,
  },
  { name: 'scene_info.store_info.name', label: '门店名称', type: 'string', maxBytes: 256 },
  { name: 'scene_info.store_info.area_code', label: '地区编码', type: 'string', maxBytes: 32 },
  { name: 'scene_info.store_info.address', label: '详细地址', type: 'string', maxBytes: 512 },
  { name: 'limit_pay', label: '指定支付方式', type: 'array', minItems: 1 },
  {
    name: 'limit_pay[]',
    label: '指定支付方式',
    type: 'string',
    oneOf: ['no_balance', 'no_credit', 'no_debit', 'balance_only'],
  },
  { name: 'settle_info', label: '结算信息', type: 'object' },
  { name: 'settle_info.profit_sharing', label: '是否指定分账', type: 'boolean' },
]

/** POST /v3/refund/domestic/refunds (pay.weixin.qq.com/doc/v3/merchant/4012791862). */
export const REFUND: readonly FieldRule[] = [
  { name: 'sub_mchid', label: '子商户号', type: 'string', minBytes: 1, maxBytes: 32 },
  { name: 'transaction_id', label: '微信支付订单号', type: 'string', minBytes: 1, maxBytes: 32 },
  { name: 'out_trade_no', label: '商户订单号', type: 'string', minBytes: 6, maxBytes: 32 },
  {
    name: 'out_refund_no',
    label: '商户退款单号',
    type: 'string',
    required: true,
    maxBytes: 64,
    pattern: REFUND_WORD,
  },
  { name: 'reason', label: '退款原因', type: 'string', maxBytes: 80 },
  { name: 'notify_url', label: '退款结果回调url', type: 'string', maxBytes: 256, pattern: ADDRESS },
  {
    name: 'funds_account',
    label: '退款资金来源',
    type: 'string',
    oneOf: ['AVAILABLE', 'UNSETTLED'],
  },
  { name: 'amount', label: '金额信息', type: 'object', required: true },
  { name: 'amount.refund', label: '退款金额', type: 'integer', required: true, min: 1 },
  { name: 'amount.total', label: '原订单金额', type: 'integer', required: true, min: 1 },
  { name: 'amount.currency', label: '退款币种', type: 'string', required: true, oneOf: CNY },
  { name: 'amount.from', label: '退款出资账户及金额', type: 'array', minItems: 1 },
  { name: 'amount.from[]', label: '退款出资账户及金额', type: 'object' },
  {
    name: 'amount.from[].account',
    label: '出资账户类型',
    type: 'string',
    required: true,
    oneOf: ['AVAILABLE', 'UNAVAILABLE'],
  },
  { name: 'amount.from[].amount', label: '出资金额', type: 'integer', required: true, min: 1 },
  { name: 'goods_detail', label: '退款商品', type: 'array', minItems: 1 },
  { name: 'goods_detail[]', label: '退款商品', type: 'object' },
  {
    name: 'goods_detail[].merchant_goods_id',
    label: '商户侧商品编码',
    type: 'string',
    required: true,
    maxBytes: 32,
  },
  {
    name: 'goods_detail[].wechatpay_goods_id',
    label: '微信侧商品编码',
    type: 'string',
    maxBytes: 32,
  },
  { name: 'goods_detail[].goods_name', label: '商品名称', type: 'string', maxBytes: 256 },
  { name: 'goods_detail[].unit_price', label: '商品单价', type: 'integer', required: true, min: 0 },
  {
    name: 'goods_detail[].refund_amount',
    label: '商品退款金额',
    type: 'integer',
    required: true,
    min: 0,
  },
  {
    name: 'goods_detail[].refund_quantity',
    label: '商品退货数量',
    type: 'integer',
    required: true,
    min: 1,
  },
]

/** POST …/refunds/{refund_id}/apply-abnormal-refund (pay.weixin.qq.com/doc/v3/merchant/4013071193). */
export const ABNORMAL_REFUND: readonly FieldRule[] = [
  { name: 'sub_mchid', label: '子商户号', type: 'string', minBytes: 1, maxBytes: 32 },
  {
    name: 'out_refund_no',
    label: '商户退款单号',
    type: 'string',
    required: true,
    maxBytes: 64,
    pattern: REFUND_WORD,
  },
  {
    name: 'type',
    label: '异常退款处理方式',
    type: 'string',
    required: true,
    oneOf: ['USER_BANK_CARD', 'MERCHANT_BANK_CARD'],
  },
  { name: 'bank_type', label: '开户银行', type: 'string', maxBytes: 16 },
  { name: 'bank_account', label: '收款银行卡号', type: 'string', maxBytes: 1024 },
  { name: 'real_name', label: '收款用户姓名', type: 'string', maxBytes: 1024 },
]

/** POST /v3/security/echo (pay.weixin.qq.com/doc/v3/merchant/4014551946). */
export const ECHO: readonly FieldRule[] = [
  { name: 'echo_message', label: '回显信息', type: 'string', required: true },
  { name: 'encrypted_echo_message', label: '加密测试字段', type: 'string' },
  { name: 'notify_url', label: '商户回调地址', type: 'string', pattern: ADDRESS },
]

/** The body of a close, and the query of an order query. */
export const MCHID: FieldRule = {
  name: 'mchid',
  label: '直连商户号',
  type: 'string',
  required: true,
  maxBytes: 32,
}

export const OUT_TRADE_NO: FieldRule = {
  name: 'out_trade_no',
  label: '商户订单号',
  type: 'string',
  required: true,
  minBytes: 6,
  maxBytes: 32,
  pattern: WORD,
}
