import type Router from '@koa/router'
import { rsaVerify } from '../crypto/rsa.ts'
import { APP_SIGN_MISTAKES, appSignText, type AppSignFacts } from '../explain/app-sign.ts'
import { explain } from '../explain/explain.ts'
import { isBase64, rsaFormFault } from '../explain/rsa-form.ts'
import { isObject, jsonBody } from '../http/body.ts'
import { Refusal, type Call } from '../http/call.ts'
import type { CallState } from '../http/context.ts'
import { findUnpayable, takePayment } from '../domain/pay.ts'
import { signatureFault } from '../pay-v2/check-sign.ts'
import { merchantPublicKey } from '../state/certificate.ts'
import { findPrepay, tradeTypeOf } from '../state/orders.ts'
import { phoneUser } from '../state/users.ts'
import type { SignType } from '../pay-v2/sign.ts'
import type { AccountCredentials } from '../state/account.ts'
import type { Context } from '../context.ts'
import { phoneCookie } from './cookie.ts'
import { pagesOfThisMachine } from './guard.ts'

type Args = Record<string, unknown>
const NAMES = ['appId', 'partnerId', 'prepayId', 'packageValue', 'nonceStr', 'timeStamp', 'sign']

const refusal = (code: string, field: string | null, en: string, zh: string): Refusal =>
  new Refusal(en, { code, en, zh, field })

function readArgs(call: Call, args: Args): AppSignFacts & { sign: string } {
  for (const name of NAMES) {
    const isText = typeof args[name] === 'string' && args[name] !== ''
    call.require(`${name} is text`, isText, () =>
      refusal(
        `app-${name}`,
        name,
        `${name} is missing, or no text. WeChat’s SDK takes ${NAMES.join(', ')}.`,
        `${name} 缺失或不是字符串。微信 SDK 需要 ${NAMES.join('、')}。`,
      ),
    )
  }
  const text = (name: string): string => String(args[name])
  const timeStamp = text('timeStamp')
  call.require('timeStamp in seconds', /^\d{10}$/.test(timeStamp), () =>
    refusal(
      'app-timeStamp',
      'timeStamp',
      'timeStamp must be 10 digits: seconds.',
      'timeStamp 必须是 10 位数字（秒）。',
    ),
  )
  const packageValue = text('packageValue')
  call.require('packageValue', packageValue === 'Sign=WXPay', () =>
    refusal(
      'app-package',
      'packageValue',
      'packageValue must be Sign=WXPay.',
      'packageValue 必须是 Sign=WXPay。',
    ),
  )
  return {
    appId: text('appId'),
    partnerId: text('partnerId'),
    prepayId: text('prepayId'),
    packageValue,
    nonceStr: text('nonceStr'),
    timeStamp,
    sign: text('sign'),
  }
}

function checkSign(
  call: Call,
  facts: AppSignFacts,
  sign: string,
  { certificate }: AccountCredentials,
): void {
  const key = merchantPublicKey(certificate)
  const reproduces = (signed: string | Buffer): boolean => rsaVerify(signed, sign, key)
  const right = appSignText(facts)
  call.require('sign', isBase64(sign) && reproduces(right), () => {
    const given = {
      right,
      reproduces,
      mask: (text: string) => text,
      formFault: () => rsaFormFault(right, sign, key),
    }
    const explained = explain(APP_SIGN_MISTAKES, facts, given)
    return new Refusal(explained.en, { code: 'app-sign', field: 'sign', ...explained })
  })
}

/** API v2 signs all six, by their names in lower case. */
function checkV2Sign(
  call: Call,
  facts: AppSignFacts,
  sign: string,
  signType: SignType,
  credentials: AccountCredentials,
): void {
  const fields = {
    appid: facts.appId,
    partnerid: facts.partnerId,
    prepayid: facts.prepayId,
    package: facts.packageValue,
    noncestr: facts.nonceStr,
    timestamp: facts.timeStamp,
  }
  const fault = signatureFault(fields, sign, signType, credentials)
  call.require(
    'sign',
    fault === null,
    () => new Refusal(fault!.en, { ...fault!, code: 'app-sign' }),
  )
}

/** What a mobile app hands to WeChat's SDK, checked and paid by the phone's user. */
function payInApp(context: Context, call: Call, openid: string | undefined, args: Args): void {
  const { credentials } = context.state.account
  const { sign, ...facts } = readArgs(call, args)
  const isOwn = facts.appId === credentials.appId && facts.partnerId === credentials.mchId
  call.require('appId and partnerId', isOwn, () =>
    refusal(
      'app-ids',
      'partnerId',
      'appId or partnerId is not the one of the order.',
      'appId 或 partnerId 与下单时的不一致。',
    ),
  )
  const found = findPrepay(context.state.orders, facts.prepayId)
  if (found?.order.v2) checkV2Sign(call, facts, sign, found.order.v2.signType, credentials)
  else checkSign(call, facts, sign, credentials)
  const isOfApps = found !== undefined && tradeTypeOf(found.order) === 'APP'
  call.check('prepay_id of an APP order', isOfApps)
  if (!found || !isOfApps)
    throw refusal(
      'app-prepay',
      'prepayId',
      'WeChat never gave out this prepay_id for an APP order.',
      '微信没有为 APP 订单签发过这个 prepay_id。',
    )
  const { order, prepay } = found
  const unpayable = findUnpayable(order, prepay, context.clock.now())
  call.check('order can be paid', unpayable === null, unpayable?.reason.en)
  if (unpayable) throw new Refusal(unpayable.dialog, unpayable.reason)
  const user = phoneUser(context.state.users, openid)
  takePayment(context, order, {
    payer: user,
    method: user.balance < order.total ? 'card' : 'balance',
  })
}

/** POST /simulator/phone/app-payments: the answer is the SDK's, errCode 0 or -1 with errStr. */
export function appPayments(context: Context, router: Router<CallState>): void {
  router.all('/simulator/phone/app-payments', pagesOfThisMachine(context), (ctx) => {
    const { args } = jsonBody(ctx) ?? {}
    if (!isObject(args)) return ctx.throw(400, 'args are needed')
    const { call } = ctx.state
    call.request = { args }
    try {
      payInApp(context, call, phoneCookie(ctx), args)
      ctx.body = { errCode: 0 }
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      call.code = error.reason.code
      call.reason = error.reason
      ctx.body = { errCode: -1, errStr: error.message }
    }
  })
}
