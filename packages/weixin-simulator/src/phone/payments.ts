import { rsaVerify } from '../crypto/rsa.ts'
import { explain } from '../explain/explain.ts'
import { PAY_SIGN_MISTAKES, paySignText, type PaySignFacts } from '../explain/pay-sign.ts'
import { isBase64, rsaFormFault } from '../explain/rsa-form.ts'
import type { Call } from '../http/call.ts'
import { couponsFor, findCoupon } from '../domain/coupons.ts'
import { findUnpayable, payerTotal, takePayment, type PayMethod } from '../domain/pay.ts'
import { signatureFault } from '../pay-v2/check-sign.ts'
import { merchantPublicKey } from '../state/certificate.ts'
import type { Coupon } from '../state/coupons.ts'
import { findPrepay, tradeTypeOf, type Order, type Prepay } from '../state/orders.ts'
import type { User } from '../state/users.ts'
import type { Context } from '../context.ts'
import { findEnvironment, payAddressRule } from './environments.ts'
import * as refusals from './payment-refusal.ts'
import { isOnRecord } from './registered.ts'

/** A coupon as the sheet lists it. */
export type SheetCoupon = Pick<Coupon, 'couponId' | 'name' | 'amount'>

/** The coupons for the sheet of this order. */
export const sheetCoupons = (context: Context, order: Order, user: User): SheetCoupon[] =>
  couponsFor(context, order, user).map(({ couponId, name, amount }) => ({ couponId, name, amount }))

export interface Sheet {
  prepayId: string
  payee: string
  /** Fen. */
  total: number
  description: string
  /** Fen. */
  balance: number
  /** What the user may use for it, the best first. */
  coupons: SheetCoupon[]
}

type Args = Record<string, unknown>
const NAMES = ['appId', 'timeStamp', 'nonceStr', 'package', 'signType', 'paySign'] as const

function readArgs(call: Call, args: Args, mchId: string): PaySignFacts & { paySign: string } {
  for (const name of NAMES) {
    const value = args[name]
    const isGiven = value !== undefined && value !== null && value !== ''
    call.require(`${name} given`, isGiven, () => refusals.missing(name, args))
    call.require(`${name} is text`, typeof value === 'string', () => refusals.notText(name))
  }
  const text = (name: string): string => String(args[name])
  const facts = {
    appId: text('appId'),
    timeStamp: text('timeStamp'),
    nonceStr: text('nonceStr'),
    package: text('package'),
    signType: text('signType'),
    paySign: text('paySign'),
    mchId,
  }
  const { timeStamp } = facts
  const isSeconds = /^\d{10}$/.test(timeStamp)
  call.require('timeStamp in seconds', isSeconds, () => refusals.timeStampForm(timeStamp))
  const isNamed = /^prepay_id=./.test(facts.package)
  call.require('package is prepay_id=…', isNamed, refusals.packageForm)
  return facts
}

/** An order is paid with the signature of the API that it was made with. */
function checkSignature(context: Context, call: Call, facts: PaySignFacts, paySign: string): void {
  const prepayId = facts.package.slice('prepay_id='.length)
  const v2 = findPrepay(context.state.orders, prepayId)?.order.v2
  const { signType } = facts
  const wanted = v2?.signType ?? 'RSA'
  const isWanted = signType === wanted
  call.require(`signType ${wanted}`, isWanted, () => refusals.wrongSignType(signType, wanted))
  if (!v2) {
    checkPaySign(context, call, facts, paySign)
    return
  }
  const { mchId, ...fields } = facts
  void mchId
  const fault = signatureFault(fields, paySign, v2.signType, context.state.account.credentials)
  call.require(
    'paySign',
    fault === null,
    () =>
      new refusals.PaymentRefusal('支付验证签名失败', {
        ...fault!,
        code: 'pay-sign-v2',
        field: 'paySign',
      }),
  )
}

function checkPaySign(context: Context, call: Call, facts: PaySignFacts, paySign: string): void {
  const isHash = /^([0-9a-f]{32}|[0-9a-f]{64})$/i.test(paySign)
  call.require('paySign is no hash', !isHash, refusals.v2Signature)
  const key = merchantPublicKey(context.state.account.credentials.certificate)
  const reproduces = (signed: string | Buffer): boolean => rsaVerify(signed, paySign, key)
  const right = paySignText(facts)
  call.require('paySign', isBase64(paySign) && reproduces(right), () => {
    const explained = explain(PAY_SIGN_MISTAKES, facts, {
      right,
      reproduces,
      mask: (text) => text,
      formFault: () => rsaFormFault(right, paySign, key),
    })
    return new refusals.PaymentRefusal('支付验证签名失败', {
      code: 'pay-sign',
      field: 'paySign',
      ...explained,
    })
  })
}

function payable(context: Context, call: Call, prepayId: string, user: User): [Order, Prepay] {
  const found = findPrepay(context.state.orders, prepayId)
  const isOfPages = found !== undefined && tradeTypeOf(found.order) === 'JSAPI'
  call.check('prepay_id', isOfPages)
  if (!found || !isOfPages) throw refusals.unknownPrepay()
  const { order, prepay } = found
  const unpayable = findUnpayable(order, prepay, context.clock.now())
  call.check('order can be paid', unpayable === null, unpayable?.reason.en)
  if (unpayable) throw new refusals.PaymentRefusal(unpayable.dialog, unpayable.reason)
  call.require('payer', order.openid === user.openid, refusals.otherPayer)
  return [order, prepay]
}

/** Where a page calls getBrandWCPayRequest, and with what. */
export interface SheetRequest {
  /** The page's present address. */
  page: unknown
  /** The address of its last full load; the present one where the bridge sends none. */
  landing: unknown
  /** Name of the environment, or 'desktop'. */
  platform: string
  args: Args
}

/** getBrandWCPayRequest: checks the request and returns what the sheet shows. */
export function openSheet(context: Context, call: Call, user: User, request: SheetRequest): Sheet {
  const { name, credentials } = context.state.account
  const { platform, args } = request
  const canPay = findEnvironment(platform)?.canPay ?? true
  call.require('client can pay', canPay, refusals.noPayment)
  const isLanding = payAddressRule(platform) === 'landing' && typeof request.landing === 'string'
  const page = isLanding ? request.landing : request.page
  const { registered } = context.phone
  call.require('pay directory', isOnRecord(registered, 'payDirectories', page), () =>
    refusals.wrongPage(String(page), registered),
  )
  const { paySign, ...facts } = readArgs(call, args, credentials.mchId)
  call.require('appId', facts.appId === credentials.appId, refusals.wrongAppId)
  checkSignature(context, call, facts, paySign)
  const prepayId = facts.package.slice('prepay_id='.length)
  const [order, prepay] = payable(context, call, prepayId, user)
  prepay.openedBy = user.openid
  context.state.orders.changed(order)
  const { total, description } = order
  const coupons = sheetCoupons(context, order, user)
  return { prepayId, payee: name, total, description, balance: user.balance, coupons }
}

/** 立即支付, then the PIN. */
export function confirmSheet(
  context: Context,
  call: Call,
  user: User,
  {
    prepayId,
    method,
    coupon: id,
  }: { prepayId: string; method: PayMethod; coupon: string | undefined },
): void {
  const [order, prepay] = payable(context, call, prepayId, user)
  call.require('sheet is open', prepay.openedBy === user.openid, refusals.notOpened)
  const coupon = id === undefined ? undefined : findCoupon(context, order, user, id)
  const isUsable = id === undefined || coupon !== undefined
  call.require('coupon', isUsable, refusals.couponNotUsable)
  const coupons = coupon ? [coupon] : []
  const isEnough = method === 'card' || user.balance >= payerTotal(order, coupons)
  call.require('balance', isEnough, refusals.notEnough)
  takePayment(context, order, { payer: user, method, coupons })
}
