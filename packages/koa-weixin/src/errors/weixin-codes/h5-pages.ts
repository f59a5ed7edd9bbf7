import { remedies } from './remedies.ts'
import type { ShownMessage } from './row.ts'

/**
 * What WeChat shows in place of the H5 cashier. The server never sees it. Source: pay.weixin.qq.com, H5支付 常见问题
 * (4012791857).
 */
export const h5Pages: Record<string, ShownMessage> = {
  商家参数格式有误: {
    actor: 'code',
    meaning: {
      en: 'The request for the cashier carries no `Referer`.',
      zh: '打开收银台的请求没有携带 Referer。',
    },
    remedy: {
      en: 'Navigate to the address from a page of yours, without `noreferrer` and without `Referrer-Policy: no-referrer`; a web view of an app has to set `Referer` itself.',
      zh: '请从自己的页面跳转，不要使用 noreferrer 或 Referrer-Policy: no-referrer；App 内的 WebView 需要自行设置 Referer。',
    },
  },
  商家存在未配置的参数: {
    actor: 'console',
    meaning: {
      en: 'The host of the page, or of `redirect_url`, is not a registered H5 domain.',
      zh: '页面域名或 redirect_url 的域名没有登记为 H5支付域名。',
    },
    remedy: remedies.h5Domain,
  },
  支付请求已失效: {
    actor: 'user',
    meaning: {
      en: 'The address of the cashier is older than five minutes.',
      zh: '收银台地址已超过 5 分钟有效期。',
    },
    remedy: {
      en: 'Order again: `POST pay/:orderId?tradeType=h5` returns a new address.',
      zh: '请重新下单：POST pay/:orderId?tradeType=h5 会返回新的地址。',
    },
  },
  请在微信外打开订单: {
    actor: 'code',
    meaning: {
      en: 'The cashier was opened inside WeChat.',
      zh: '在微信内打开了 H5 收银台。',
    },
    remedy: {
      en: 'Use the trade type `jsapi` inside WeChat; `createWeixin({ payments: [h5()] })` of vue-weixin chooses by where the page runs.',
      zh: '微信内请使用 jsapi；vue-weixin 的 createWeixin({ payments: [h5()] }) 会根据运行环境选择。',
    },
  },
  网络环境未能通过安全验证: {
    actor: 'code',
    meaning: {
      en: "The address of the payer's network is not the one in the order (`payer_client_ip`).",
      zh: '付款人的 IP 与下单时的 payer_client_ip 不一致。',
    },
    remedy: remedies.clientIp,
  },
  由于商家传入的H5交易参数有误: {
    actor: 'code',
    meaning: {
      en: '`payer_client_ip` is 127.0.0.1.',
      zh: 'payer_client_ip 为 127.0.0.1。',
    },
    remedy: remedies.clientIp,
  },
}
