import { isIP } from 'node:net'
import type { Call } from '../http/call.ts'
import { Refusal } from '../http/call.ts'
import { isLoopback } from '../http/loopback.ts'
import { findOpened } from '../domain/opened.ts'
import { findUnpayable } from '../domain/pay.ts'
import { findPrepay, H5_LIFE, tradeTypeOf, type Order, type Prepay } from '../state/orders.ts'
import type { Context } from '../context.ts'
import { isOnRecord, recordInWords } from './registered.ts'
import type { RegisteredAddresses } from '../types.ts'

/** What a browser brings to the cashier. */
export interface H5Visit {
  userAgent: string
  /** '' when there is none. */
  referer: string
  ip: string
  query: URLSearchParams
}

/** The cashier refuses; the message is what the payer reads. */
export class H5Refusal extends Refusal {
  constructor(message: string, code: string, field: string | null, en: string, zh: string) {
    super(message, { code, en, zh, field })
  }
}

const insideWeixin = (): H5Refusal =>
  new H5Refusal(
    '请在微信外打开订单，进行支付',
    'h5-in-weixin',
    'User-Agent',
    'An h5_url is for browsers outside WeChat; inside, pay by JSAPI.',
    'h5_url 只能在微信外的浏览器中打开；微信内请使用 JSAPI 支付。',
  )

const noReferer = (): H5Refusal =>
  new H5Refusal(
    '商家参数格式有误，请联系商家解决',
    'h5-no-referer',
    'Referer',
    'The browser sent no Referer: the page that goes to h5_url must not use noreferrer or Referrer-Policy: no-referrer.',
    '浏览器没有带 Referer：跳转到 h5_url 的页面不能使用 noreferrer 或 Referrer-Policy: no-referrer。',
  )

function otherDomain(address: string, registered: RegisteredAddresses): H5Refusal {
  const record = recordInWords(registered, 'h5Domains')
  return new H5Refusal(
    '商家存在未配置的参数，请联系商家解决',
    'h5-domain',
    null,
    `${address} is not under a registered H5 domain (商户平台 → 产品中心 → 开发配置 → H5支付域名); ${record.en}.`,
    `${address} 不在已配置的 H5 支付域名下（商户平台 → 产品中心 → 开发配置 → H5支付域名）；${record.zh}。`,
  )
}

const unknownAddress = (): H5Refusal =>
  new H5Refusal(
    '支付请求已失效，请重新发起支付',
    'h5-unknown',
    'prepay_id',
    'This h5_url was never given out: use it unchanged, but for redirect_url at its end.',
    '微信没有签发过这个 h5_url：除了在末尾追加 redirect_url，不能做任何修改。',
  )

const unknownCode = (): H5Refusal =>
  new H5Refusal(
    '支付请求已失效，请重新发起支付',
    'native-unknown',
    'code_url',
    'This code_url was never given out.',
    '微信没有签发过这个 code_url。',
  )

const otherNetwork = (): H5Refusal =>
  new H5Refusal(
    '网络环境未能通过安全验证，请稍后再试',
    'h5-ip',
    'scene_info.payer_client_ip',
    'payer_client_ip (API v2: spbill_create_ip) is not the address that opened the cashier: give the visitor’s own, not the server’s or a proxy’s.',
    'payer_client_ip（APIv2：spbill_create_ip）与打开收银台的 IP 不一致：应传用户自己的 IP，而不是服务器或代理的。',
  )

/** The user chose 零钱, which holds less than the order costs. */
export const notEnough = (): H5Refusal =>
  new H5Refusal(
    '零钱余额不足，请更换付款方式',
    'not-enough',
    null,
    'The user’s balance is smaller than the order.',
    '用户的零钱余额小于订单金额。',
  )

/** The coupon was used meanwhile, or the order is too small for it. */
export const couponNotUsable = (): H5Refusal =>
  new H5Refusal(
    '优惠不可用，请重新选择',
    'coupon-not-usable',
    null,
    'The user does not hold this coupon any more, or the order is smaller than its minimum.',
    '用户不再持有这张代金券，或订单金额低于其使用门槛。',
  )

/** Where a browser goes back to: redirect_url, else the page that it came from. */
export function returnAddress(
  { phone: { registered } }: Context,
  call: Call,
  redirectUrl: string | null,
  referer: string,
): string {
  const returnTo = redirectUrl ?? referer
  call.require('redirect_url registered', isOnRecord(registered, 'h5Domains', returnTo), () =>
    otherDomain(returnTo, registered),
  )
  return returnTo
}

/** Finds what an h5_url opened, and refuses what lies between it and a payment. */
export function h5Opened(
  context: Context,
  call: Call,
  prepayId: string,
  code: string,
): [Order, Prepay] {
  const found = findPrepay(context.state.orders, prepayId)
  const isKnown =
    found !== undefined && tradeTypeOf(found.order) === 'MWEB' && found.prepay.code === code
  call.check('h5_url given out', isKnown)
  if (!found || !isKnown) throw unknownAddress()
  return payable(context, call, found)
}

/** Finds the order of a scanned code, by its code_url or by its prepay_id. */
export function scanned(context: Context, call: Call, opened: string): [Order, Prepay] {
  const found = findOpened(context.state.orders, opened)
  const isCode = found !== undefined && tradeTypeOf(found.order) === 'NATIVE'
  call.check('code given out', isCode)
  if (!found || !isCode) throw unknownCode()
  return payable(context, call, found)
}

function payable(
  context: Context,
  call: Call,
  { order, prepay }: { order: Order; prepay: Prepay },
): [Order, Prepay] {
  const unpayable = findUnpayable(order, prepay, context.clock.now())
  call.check('order can be paid', unpayable === null, unpayable?.reason.en)
  if (unpayable) {
    const { code, field, en, zh } = unpayable.reason
    throw new H5Refusal(unpayable.dialog, code, field, en, zh)
  }
  return [order, prepay]
}

export interface CashierVisit {
  order: Order
  prepay: Prepay
  returnTo: string
  /** Seconds until the h5_url is dead. */
  left: number
}

/** A browser comes to the cashier. */
export function visitCashier(context: Context, call: Call, visit: H5Visit): CashierVisit {
  const { userAgent, referer, ip, query } = visit
  call.require('outside WeChat', !/micromessenger/i.test(userAgent), insideWeixin)
  call.require('Referer', referer !== '', noReferer)
  const { registered } = context.phone
  call.require('Referer registered', isOnRecord(registered, 'h5Domains', referer), () =>
    otherDomain(referer, registered),
  )
  const [order, prepay] = h5Opened(
    context,
    call,
    query.get('prepay_id') ?? '',
    query.get('package') ?? '',
  )
  const returnTo = returnAddress(context, call, query.get('redirect_url'), referer)
  const isSame = sameAddress(order.payerIp ?? '', ip)
  call.require('payer_client_ip is the payer’s', isSame, otherNetwork)
  const left = Math.ceil((prepay.issuedAt + H5_LIFE - context.clock.now()) / 1000)
  return { order, prepay, returnTo, left }
}

/** All names of this machine count as one: WeChat would refuse them all. */
function sameAddress(ordered: string, came: string): boolean {
  const plain = came.replace(/^::ffff:(?=\d+\.)/i, '')
  return ordered === plain || (isIP(ordered) > 0 && isLoopback(ordered) && isLoopback(plain))
}
