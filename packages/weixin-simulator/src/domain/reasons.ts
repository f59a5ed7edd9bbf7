/**
 * Why WeChat's business refuses, whatever the dialect: the one list that the tables of the dialects have a code and a
 * message for. `{subject}` stands for the number, date or id that the refusal is about.
 */
export const REASONS = {
  'order-not-found': {
    en: 'Nobody ever placed an order under this number (or, by transaction id, nobody has paid it).',
    zh: '没有用这个号下过单（用微信支付订单号查询时：还没有支付）。',
  },
  'order-paid': {
    en: 'The order is paid: query it and mark it as paid.',
    zh: '订单已支付：请查单并更新为已支付。',
  },
  'order-closed': {
    en: 'The order is closed: its number can never be used again.',
    zh: '订单已关闭：这个订单号不能再用。',
  },
  'number-closed-before': {
    en: 'This out_trade_no was closed before it was ever ordered: take another number.',
    zh: '该 out_trade_no 在下单前已被关单：请换一个订单号。',
  },
  'number-reused': {
    en: 'This out_trade_no was used with other parameters: repeat the first ones exactly, or close it and take another number.',
    zh: '该 out_trade_no 已用其他参数下过单：请原样重发第一次的参数，或关单后换一个订单号。',
  },
  'other-trade-type': {
    en: 'This out_trade_no was first used for {subject}: a number keeps its trade type. Close it and take another number.',
    zh: '该 out_trade_no 首次下单用的是 {subject}：同一订单号不能换支付方式，请关单后换一个订单号。',
  },
  'other-merchants-order': {
    en: 'The order is another merchant’s: ask with the ids (or the sub-merchant) that placed it.',
    zh: '该订单属于其他商户：请用下单时的商户号（或子商户号）。',
  },
  'sub-merchant-unknown': {
    en: 'The service provider has no sub-merchant {subject}: name it in createSimulator({ subMerchants }) or by POST /simulator/sub-merchants.',
    zh: '服务商名下没有子商户 {subject}：请在 createSimulator({ subMerchants }) 中列出，或调用 POST /simulator/sub-merchants。',
  },
  'sub-app-id-not-bound': {
    en: 'sub_appid is not the account of this sub-merchant.',
    zh: 'sub_appid 没有与该子商户号绑定。',
  },
  'openid-unknown': {
    en: 'No user of this appid has this openid: take it from sign-in with the same appid.',
    zh: '该 appid 下没有这个 openid：请用同一个 appid 授权得到 openid。',
  },
  'refund-order-not-paid': {
    en: 'There is no such order, or nobody has paid it.',
    zh: '没有这个订单，或订单尚未支付。',
  },
  'refund-not-found': {
    en: 'This refund was never accepted: asking for it again with the same number is safe.',
    zh: '这笔退款没有受理过：可以用同一个退款单号再次申请。',
  },
  'refund-not-abnormal': {
    en: 'Only a refund in state ABNORMAL takes another way; this one is not.',
    zh: '只有状态为 ABNORMAL 的退款单可以发起异常退款。',
  },
  'refund-other-amounts': {
    en: 'This out_refund_no was used with other amounts or for another order: repeat the first request.',
    zh: '该退款单号已用于其他金额或其他订单：请原样重发第一次的请求。',
  },
  'refund-other-total': {
    en: 'The total of the request must be the order’s amount.',
    zh: '请求中的订单金额必须等于原订单金额。',
  },
  'refund-nothing-left': {
    en: 'The order was already refunded in full.',
    zh: '订单已全额退款。',
  },
  'refund-too-much': {
    en: 'The refund is more than what is left of the order.',
    zh: '退款金额超过了订单剩余可退金额。',
  },
  'refund-too-many': {
    en: 'An order takes at most 50 refunds.',
    zh: '一个订单最多退款 50 次。',
  },
  'refund-too-soon': {
    en: 'Two partial refunds of one order are a minute apart: wait, then repeat with the same out_refund_no.',
    zh: '同一订单的两次部分退款要间隔 1 分钟：请稍后用同一个退款单号重试。',
  },
  'refund-too-old': {
    en: 'An order can be refunded within 365 days of its payment.',
    zh: '支付超过 365 天的订单不能退款。',
  },
  'merchant-balance': {
    en: 'The merchant’s balance at WeChat Pay is smaller than the refund: top it up, then repeat with the same out_refund_no.',
    zh: '商户账户余额不足以退款：请充值后用同一个退款单号重试。',
  },
  'bill-no-such-day': { en: 'There is no day {subject}.', zh: '没有 {subject} 这一天。' },
  'bill-day-not-over': {
    en: 'Bills are of days that are over in China: not of today, not of the future.',
    zh: '只能获取今天（北京时间）之前的账单。',
  },
  'bill-too-old': {
    en: 'Bills are available for three months.',
    zh: '只能获取三个月以内的账单。',
  },
  'bill-type-not-made': {
    en: 'WeChat makes bills of bill_type {subject}; this simulator makes ALL, SUCCESS and REFUND.',
    zh: '微信支持 bill_type {subject}，模拟器只提供 ALL、SUCCESS 和 REFUND。',
  },
  'bill-creating': {
    en: 'The files of a day are there from 10:00 China time of the next day.',
    zh: '账单在次日北京时间 10:00 之后可以获取。',
  },
  'bill-empty': { en: 'Nothing happened that day.', zh: '当天没有交易。' },
} as const

/** Why WeChat's business refuses. */
export type DomainReason = keyof typeof REASONS
