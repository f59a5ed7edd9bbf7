import { isObject } from '../http/body.ts'
import { newPrepay, ORDER_LIFE, orderState, type Order, type Prepay } from '../state/orders.ts'
import { findUser } from '../state/users.ts'
import type { World } from '../world.ts'
import type { PayCall, PayReply } from './call.ts'
import { canonical } from './canonical.ts'
import { checkBody, unknownField } from './check-body.ts'
import * as errors from './errors.ts'
import { JSAPI_ORDER } from './rules.ts'

interface JsapiOrder {
  appid: string
  mchid: string
  description: string
  out_trade_no: string
  time_expire?: string
  attach?: string
  notify_url: string
  amount: { total: number }
  payer: { openid: string }
}

/** What passes the table in `rules.ts` has this shape. */
function isJsapiOrder(body: Record<string, unknown>): body is Record<string, unknown> & JsapiOrder {
  return checkBody(JSAPI_ORDER, body) === null
}

function readOrder({ call, body }: PayCall): JsapiOrder {
  if (!isJsapiOrder(body)) {
    const violation = checkBody(JSAPI_ORDER, body)
    call.note('fields of the order', false, violation?.message)
    throw violation ? errors.badField(violation, 'body') : errors.notJson()
  }
  call.note('fields of the order', true)
  const unknown = unknownField(JSAPI_ORDER, body)
  call.demand('no unknown field', unknown === undefined, () =>
    errors.unknownParameter(unknown ?? ''),
  )
  const { detail } = body
  const size = isObject(detail) ? Buffer.byteLength(JSON.stringify(detail)) : 0
  call.demand('detail of at most 6144 bytes', size <= 6144, () => errors.detailTooLong(size))
  return body
}

const MINUTE = 60_000
const FIFTEEN_DAYS = 15 * 86_400_000

/** Earlier than a minute from now becomes a minute, later than 15 days becomes 15 days. */
function payBefore(timeExpire: string | undefined, now: number): number {
  if (timeExpire === undefined) return now + ORDER_LIFE
  return Math.min(Math.max(Date.parse(timeExpire), now + MINUTE), now + FIFTEEN_DAYS)
}

/** POST /v3/pay/transactions/jsapi */
export function order(world: World, pay: PayCall): PayReply {
  const { call, mchid } = pay
  const { state, clock } = world
  const asked = readOrder(pay)
  call.demand('mchid of body and Authorization', asked.mchid === mchid, errors.otherMerchant)
  const isBound = asked.appid === state.account.credentials.appId
  call.demand('appid bound to mchid', isBound, errors.appIdNotBound)
  const payer = findUser(state.users, asked.payer.openid)
  call.demand('openid of this appid', payer !== undefined, errors.otherOpenid)
  const isFree = !state.closedNumbers.includes(asked.out_trade_no)
  call.demand('number not closed before it was ordered', isFree, errors.reentry)

  const now = clock.now()
  const prepay = newPrepay(now)
  const known = state.orders.find((one) => one.outTradeNo === asked.out_trade_no)
  if (known) orderAgain(world, pay, known, prepay)
  else state.orders.push(newOrder(asked, canonical(asked), prepay, now))
  return { status: 200, body: { prepay_id: prepay.id } }
}

function newOrder(asked: JsapiOrder, text: string, prepay: Prepay, now: number): Order {
  return {
    outTradeNo: asked.out_trade_no,
    asked: text,
    total: asked.amount.total,
    description: asked.description,
    attach: asked.attach ?? null,
    openid: asked.payer.openid,
    notifyUrl: asked.notify_url,
    createdAt: now,
    payBefore: payBefore(asked.time_expire, now),
    prepays: [prepay],
    state: 'NOTPAY',
    transactionId: null,
    paidAt: null,
    bankType: null,
  }
}

/** The same number again: state first, then every parameter must equal the first request's. */
function orderAgain(world: World, { call, body }: PayCall, known: Order, prepay: Prepay): void {
  const state = orderState(known, world.clock.now())
  call.demand('not paid', state === 'NOTPAY' || state === 'CLOSED', errors.alreadyPaid)
  call.demand('not closed', state !== 'CLOSED', errors.alreadyClosed)
  call.demand('same parameters as at first', known.asked === canonical(body), errors.reentry)
  known.prepays.push(prepay)
}
