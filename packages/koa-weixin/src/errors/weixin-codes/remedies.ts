import type { Actor, Text } from '../catalogue/entry.ts'
import type { Row } from './row.ts'

/** Remedies that several codes of WeChat's share. */
export const remedies = {
  repeat: {
    en: 'Repeat the same call later, with the same parameters.',
    zh: '请稍后用相同参数重试。',
  },
  jsDomain: {
    en: 'Add the host to mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置 → JS接口安全域名.',
    zh: '请把域名加入 mp.weixin.qq.com → 设置与开发 → 公众号设置 → 功能设置 → JS接口安全域名。',
  },
  h5Domain: {
    en: 'Add the host to 商户平台 → 产品中心 → 开发配置 → H5支付域名.',
    zh: '请把域名加入 商户平台 → 产品中心 → 开发配置 → H5支付域名。',
  },
  clientIp: {
    en: 'Behind a proxy set `app.proxy = true` and `app.maxIpsCount`, so that `ctx.ip` is the address of the user.',
    zh: '部署在代理之后时请设置 app.proxy = true 和 app.maxIpsCount，使 ctx.ip 为用户的真实 IP。',
  },
  request: {
    en: "Correct the request: WeChat's message names the parameter.",
    zh: '请按微信返回的说明修改请求参数。',
  },
  account: {
    en: 'Compare `appId` and `appSecret` with mp.weixin.qq.com → 设置与开发 → 基本配置.',
    zh: '请在 mp.weixin.qq.com → 设置与开发 → 基本配置 核对 AppID 和 AppSecret。',
  },
  allowlist: {
    en: 'Add the IP address of this server to mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单.',
    zh: '请把本服务器的 IP 加入 mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单。',
  },
  quota: {
    en: 'Wait for the next minute or day, and check whether other servers fetch tokens too.',
    zh: '请等待下一分钟或次日配额恢复，并检查是否有其他服务器也在获取 token。',
  },
  token: {
    en: 'The token is renewed once. If the error stays, another server fetches tokens for this account: let only one of them do so.',
    zh: 'token 会自动刷新一次；若仍然报错，说明有其他服务器也在获取该公众号的 token，请统一由一处获取。',
  },
  signIn: { en: 'Start the sign-in again.', zh: '请重新登录。' },
  permission: {
    en: 'Check mp.weixin.qq.com → 设置与开发 → 接口权限: the account must have this interface.',
    zh: '请在 mp.weixin.qq.com → 设置与开发 → 接口权限 确认公众号拥有该接口的权限。',
  },
  punished: {
    en: 'Read the notices on mp.weixin.qq.com: the account or its interface is restricted.',
    zh: '请登录 mp.weixin.qq.com 查看站内通知：账号或接口已被限制。',
  },
  follow: {
    en: 'Ask the user to follow the account, then try again.',
    zh: '请引导用户关注公众号后重试。',
  },
  product: {
    en: 'Enable the product on 商户平台 → 产品中心, and check that the merchant account is not restricted.',
    zh: '请在 商户平台 → 产品中心 开通对应产品，并确认商户号未被限制。',
  },
  parties: {
    en: 'Link `appId` and `mchId` on 商户平台 → 产品中心 → AppID账号管理, and check both ids.',
    zh: '请核对 appId 与 mchId，并在 商户平台 → 产品中心 → AppID账号管理 中完成绑定。',
  },
  merchant: {
    en: 'Check `merchant.mchId` (a service provider: `merchant.serviceProvider.subMchId` too).',
    zh: '请核对 merchant.mchId（服务商还需核对 merchant.serviceProvider.subMchId）。',
  },
  v3Signature: {
    en: 'Check that `merchant.privateKey`, `merchant.serialNo` and `merchant.mchId` belong together, and that the clock is right (NTP).',
    zh: '请确认 merchant.privateKey、merchant.serialNo 与 merchant.mchId 属于同一商户，且服务器时间准确（NTP）。',
  },
  v2Signature: {
    en: 'Check `merchant.apiV2Key` and `merchant.signType`.',
    zh: '请核对 merchant.apiV2Key 与 merchant.signType。',
  },
  sameNumber: {
    en: 'Repeat the order with the parameters of the first time, or use a new `out_trade_no`.',
    zh: '请用首次下单的参数重试，或更换商户订单号重新下单。',
  },
  rule: {
    en: "Read WeChat's message. An order: repeat the parameters of the first time, or use a new `out_trade_no`. A refund: `total` must be the amount of the order, `amount` at most what is left of it, and a repeated `outRefundNo` must have the amounts of the first time.",
    zh: '请查看微信返回的说明。下单：用首次的参数重试，或更换商户订单号；退款：total 须等于原订单金额，amount 不得超过剩余可退金额，同一个 outRefundNo 的金额须与首次一致。',
  },
  newOutTradeNo: { en: 'Order again with a new `out_trade_no`.', zh: '请更换商户订单号重新下单。' },
  paid: {
    en: 'Query the order and record it as paid; to give it up, refund it.',
    zh: '请查单并标记为已支付；如需取消，请申请退款。',
  },
  absent: {
    en: 'Check the `out_trade_no`. If the order call was never answered, order again with the same one.',
    zh: '请核对订单号；若下单请求未得到应答，请用原订单号重新下单。',
  },
  payer: {
    en: 'Ask the payer to follow the notice in WeChat, or to pay in another way.',
    zh: '请让付款人按微信的提示处理，或更换支付方式。',
  },
  topUp: {
    en: 'Top up the balance of the merchant, then repeat with the same `outRefundNo`.',
    zh: '请给商户账户充值后，用同一个 outRefundNo 原样重试。',
  },
  payBack: {
    en: 'Pay the money back in another way, outside WeChat Pay.',
    zh: '请通过其他方式退款给用户。',
  },
  refundAmounts: {
    en: '`total` must be the amount of the order, `amount` at most what is left of it, and a repeated `outRefundNo` must have the amounts of the first time.',
    zh: 'total 须等于原订单金额，amount 不得超过剩余可退金额，同一个 outRefundNo 的金额须与首次一致。',
  },
  noPayment: {
    en: 'Check `transactionId`: this merchant has no paid order with it.',
    zh: '请核对 transactionId：该商户没有这笔已支付的订单。',
  },
  certificate: {
    en: 'Check `merchant.clientCertificate`: it must be the API certificate of this merchant.',
    zh: '请核对 merchant.clientCertificate：须为该商户的 API 证书。',
  },
  slower: {
    en: 'Send fewer calls and repeat later. A refund may have been accepted: query it first.',
    zh: '请降低调用频率，稍后重试；若为退款，请先查询，可能已被受理。',
  },
  noBill: {
    en: 'There is nothing to do if your own books have no payment of that day either.',
    zh: '如果自己的账上当天也没有交易，则无需处理。',
  },
  billLater: {
    en: 'Ask after 10:00 China time of the next day, then every 30 minutes.',
    zh: '请在次日北京时间 10:00 之后获取，未生成时每 30 分钟重试一次。',
  },
} as const

/** A row for a request that is wrong: the developer corrects it. */
export const wrongRequest = (meaning: Text): Row => ({
  actor: 'code',
  meaning,
  remedy: remedies.request,
})

/** A row for a failure of WeChat's that passes: it is not known whether WeChat acted. */
export const failure = (meaning: Text, remedy: Text = remedies.repeat): Row => ({
  becomes: 'weixin-unreachable',
  actor: 'weixin',
  retry: true,
  meaning,
  remedy,
})

/** A row for a refusal that is `refund-refused` where it answers a refund. */
export const refundRefusal = (actor: Actor, meaning: Text, remedy: Text): Row => ({
  on: { refund: 'refund-refused' },
  actor,
  meaning,
  remedy,
})

/** A row for an appId or an appSecret that WeChat does not accept. */
export const accountWrong = (meaning: Text): Row => ({
  becomes: 'account-wrong',
  actor: 'console',
  meaning,
  remedy: remedies.account,
})

/** A row for a server whose IP address is not in the allowlist. */
export const addressNotAllowed = (meaning: Text): Row => ({
  becomes: 'address-not-allowed',
  actor: 'console',
  meaning,
  remedy: remedies.allowlist,
})
