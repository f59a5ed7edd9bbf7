import { failure, refundRefusal, remedies, wrongRequest } from './remedies.ts'
import type { Row } from './row.ts'

/**
 * `err_code` of WeChat Pay API v2, and what its bills return as `return_msg` or `error_code`. Sources:
 * pay.weixin.qq.com/doc/v2/merchant, 统一下单 (4011940985), 关闭订单 (4011935216), 申请退款
 * (4011935217), 查询退款 (4011935218), 下载交易账单 (4011985040).
 */
export const v2Codes: Record<string, Row> = {
  FAIL: {
    actor: 'code',
    meaning: {
      en: 'The request is refused before it is looked at: its sign, its form or the merchant.',
      zh: '请求在处理前即被拒绝：签名、格式或商户信息有误',
    },
    remedy: remedies.v2Signature,
  },
  SIGNERROR: {
    actor: 'console',
    meaning: { en: 'WeChat Pay could not verify our sign.', zh: '签名错误' },
    remedy: remedies.v2Signature,
  },
  XML_FORMAT_ERROR: wrongRequest({ en: 'The XML is malformed.', zh: 'XML 格式错误' }),
  REQUIRE_POST_METHOD: wrongRequest({ en: 'The call requires POST.', zh: '请使用 POST 方法' }),
  POST_DATA_EMPTY: wrongRequest({ en: 'The body is empty.', zh: 'POST 数据为空' }),
  NOT_UTF8: wrongRequest({ en: 'The body is not UTF-8.', zh: '编码格式不是 UTF-8' }),
  LACK_PARAMS: wrongRequest({ en: 'A parameter is missing.', zh: '缺少参数' }),
  PARAM_ERROR: wrongRequest({ en: 'A parameter is invalid.', zh: '参数错误' }),
  APPID_NOT_EXIST: {
    actor: 'console',
    meaning: { en: 'The appId does not exist.', zh: 'AppID 不存在' },
    remedy: remedies.parties,
  },
  MCHID_NOT_EXIST: {
    actor: 'console',
    meaning: { en: 'The merchant does not exist.', zh: '商户号不存在' },
    remedy: remedies.merchant,
  },
  APPID_MCHID_NOT_MATCH: {
    actor: 'console',
    meaning: { en: 'The appId is not linked to the merchant.', zh: 'AppID 与商户号不匹配' },
    remedy: remedies.parties,
  },
  NOAUTH: {
    actor: 'console',
    meaning: {
      en: 'The merchant does not have the product (for a refund: the IP address may not call).',
      zh: '商户无此接口权限（退款：调用方 IP 未授权）',
    },
    remedy: remedies.product,
  },
  INVALID_REQUEST: {
    // A close within five minutes of the order has no code of its own.
    on: { refund: 'refund-refused', close: 'close-too-early' },
    actor: 'code',
    meaning: {
      en: 'A rule is broken, such as other parameters for an `out_trade_no` used before.',
      zh: '请求不符合业务规则，例如重入参数不一致',
    },
    remedy: remedies.rule,
  },
  OUT_TRADE_NO_USED: {
    actor: 'code',
    meaning: { en: 'The `out_trade_no` was used before.', zh: '商户订单号重复' },
    remedy: remedies.sameNumber,
  },
  ORDERPAID: {
    actor: 'code',
    tradeState: 'paid',
    meaning: { en: 'The order is paid.', zh: '订单已支付' },
    remedy: remedies.paid,
  },
  ORDERCLOSED: {
    actor: 'code',
    tradeState: 'closed',
    meaning: { en: 'The order is closed.', zh: '订单已关闭' },
    remedy: remedies.newOutTradeNo,
  },
  ORDERNOTEXIST: {
    on: { refund: 'refund-refused' },
    actor: 'code',
    tradeState: 'absent',
    meaning: { en: 'There is no order with this `out_trade_no`.', zh: '订单不存在' },
    remedy: remedies.absent,
  },
  NOTENOUGH: refundRefusal(
    'console',
    {
      en: "The balance is too low: the merchant's for a refund, the payer's for an order.",
      zh: '余额不足（退款：商户余额；下单：用户余额）',
    },
    remedies.topUp,
  ),
  SYSTEMERROR: failure({ en: 'WeChat Pay failed or was too slow.', zh: '系统错误' }),
  BANKERROR: failure({ en: 'The bank failed.', zh: '银行系统异常' }),
  BIZERR_NEED_RETRY: failure({
    en: 'The refund must be sent again.',
    zh: '退款业务流程错误，需要重试',
  }),
  FREQUENCY_LIMITED: failure({ en: 'The calls come too fast.', zh: '频率限制' }, remedies.slower),
  TRADE_OVERDUE: refundRefusal(
    'console',
    { en: 'The payment is older than a year.', zh: '订单已超过退款期限' },
    remedies.payBack,
  ),
  ERROR: {
    on: { refund: 'refund-refused', close: 'close-too-early' },
    actor: 'code',
    meaning: { en: 'A business error, which the message names.', zh: '业务错误' },
    remedy: remedies.request,
  },
  USER_ACCOUNT_ABNORMAL: refundRefusal(
    'console',
    { en: "The payer's account no longer exists.", zh: '用户账号异常或已注销' },
    remedies.payBack,
  ),
  INVALID_REQ_TOO_MUCH: refundRefusal(
    'code',
    { en: 'Too many invalid refund requests came.', zh: '无效请求过多' },
    {
      en: 'Stop for a minute, correct the refund request, then repeat it.',
      zh: '请暂停 1 分钟，修正退款请求后重试。',
    },
  ),
  INVALID_TRANSACTIONID: refundRefusal(
    'code',
    { en: 'The transaction id is invalid.', zh: '微信支付订单号不合法' },
    remedies.noPayment,
  ),
  REFUND_FEE_MISMATCH: refundRefusal(
    'code',
    {
      en: 'The amounts differ from the first time with this `out_refund_no`.',
      zh: '退款金额与首次请求不一致',
    },
    remedies.refundAmounts,
  ),
  ORDER_NOT_READY: {
    on: { refund: 'refund-refused' },
    actor: 'weixin',
    retry: true,
    meaning: { en: 'The order is still being processed.', zh: '订单处理中，暂不能退款' },
    remedy: remedies.repeat,
  },
  CERT_ERROR: {
    actor: 'console',
    meaning: { en: 'The client certificate is wrong.', zh: '证书校验错误' },
    remedy: remedies.certificate,
  },
  REFUNDNOTEXIST: {
    on: { 'refund-query': 'refund-unknown' },
    actor: 'code',
    meaning: {
      en: 'There is no such refund, or it cannot be queried yet.',
      zh: '退款单不存在，或暂时还查不到',
    },
    remedy: {
      en: 'Query again, then repeat the refund with the same `outRefundNo`.',
      zh: '请再次查询，然后用同一个 outRefundNo 重新申请退款。',
    },
  },
  'No Bill Exist': {
    on: { bill: 'bill-absent' },
    actor: 'user',
    meaning: { en: 'There is no bill of that day, or not yet.', zh: '账单不存在或尚未生成' },
    remedy: remedies.noBill,
  },
  '20002': {
    on: { bill: 'bill-absent' },
    actor: 'user',
    meaning: { en: 'There is no bill of that day, or not yet.', zh: '账单不存在或尚未生成' },
    remedy: remedies.noBill,
  },
  '20001': wrongRequest({ en: 'The request for the bill is invalid.', zh: '账单请求参数错误' }),
  'Bill Creating': {
    on: { bill: 'bill-not-ready' },
    actor: 'weixin',
    retry: true,
    meaning: { en: 'The bill is not ready.', zh: '账单生成中' },
    remedy: remedies.billLater,
  },
  'CompressGZip Error': failure({
    en: 'WeChat Pay could not compress the bill.',
    zh: '账单压缩失败',
  }),
  'UnCompressGZip Error': failure({
    en: 'WeChat Pay could not decompress the bill.',
    zh: '账单解压失败',
  }),
  'invalid bill_type': wrongRequest({ en: 'The bill_type is invalid.', zh: 'bill_type 不合法' }),
  'data format error': wrongRequest({ en: 'The bill_date is malformed.', zh: '日期格式错误' }),
  'missing parameter': wrongRequest({ en: 'A parameter is missing.', zh: '缺少参数' }),
}
