import { isObject } from '../http/body.ts'
import {
  newPrepay,
  ORDER_LIFE,
  orderState,
  tradeTypeOf,
  type Order,
  type Prepay,
  type TradeType,
} from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { Handler, PayCall } from './call.ts'
import { canonical } from './canonical.ts'
import { checkBody, unknownField } from './check-body.ts'
import * as errors from './errors.ts'
import type { FieldRule } from './fields.ts'
import { checkDirect, checkPartner, payerOf } from './parties.ts'
import { ofPartner } from './trade-type-rules.ts'
import { otherWay } from './trade-type-errors.ts'
import type { TradeWay } from './trade-types.ts'

interface OrderBody {
  description: string
  out_trade_no: string
  time_expire?: string
  attach?: string
  notify_url: string
  amount: { total: number }
  payer?: Record<string, unknown>
  scene_info?: { payer_client_ip: string }
}

/** What passes the table of its way has this shape. */
function isOrder(
  rules: readonly FieldRule[],
  body: Record<string, unknown>,
): body is Record<string, unknown> & OrderBody {
  return checkBody(rules, body) === null
}

function readOrder({ call, body }: PayCall, rules: readonly FieldRule[]): OrderBody {
  if (!isOrder(rules, body)) {
    const violation = checkBody(rules, body)
    call.check('fields of the order', false, violation?.message)
    throw violation ? errors.badField(violation, 'body') : errors.notJson()
  }
  call.check('fields of the order', true)
  const unknown = unknownField(rules, body)
  call.require('no unknown field', unknown === undefined, () =>
    errors.unknownParameter(unknown ?? ''),
  )
  const { detail } = body
  const size = isObject(detail) ? Buffer.byteLength(JSON.stringify(detail)) : 0
  call.require('detail of at most 6144 bytes', size <= 6144, () => errors.detailTooLong(size))
  return body
}

const MINUTE = 60_000
const FIFTEEN_DAYS = 15 * 86_400_000

/** Earlier than a minute from now becomes a minute, later than 15 days becomes 15 days. */
function payBefore(timeExpire: string | undefined, now: number): number {
  if (timeExpire === undefined) return now + ORDER_LIFE
  return Math.min(Math.max(Date.parse(timeExpire), now + MINUTE), now + FIFTEEN_DAYS)
}

/** POST /v3/pay/transactions/{way}, and the same below /v3/pay/partner. */
export const order = (way: TradeWay, isPartner = false): Handler => {
  const rules = isPartner ? ofPartner(way.rules) : way.rules
  return (world, pay) => {
    const { call } = pay
    const { state, clock } = world
    const asked = readOrder(pay, rules)
    const partner = isPartner ? checkPartner(world, pay) : null
    if (!isPartner) checkDirect(world, pay)
    const payer = asked.payer ? payerOf(world, pay, asked.payer, partner) : null
    const isFree = !state.closedNumbers.includes(asked.out_trade_no)
    call.require('number not closed before it was ordered', isFree, errors.reentry)

    const now = clock.now()
    const prepay = newPrepay(now, way.tradeType)
    const known = state.orders.find((one) => one.outTradeNo === asked.out_trade_no)
    if (known) orderAgain(world, pay, { known, prepay, tradeType: way.tradeType })
    else
      state.orders.push({
        ...newOrder(asked, canonical(asked), prepay, now),
        openid: payer?.openid ?? null,
        tradeType: way.tradeType,
        ...(partner && { partner }),
      })
    return { status: 200, body: way.opened(world, prepay) }
  }
}

function newOrder(asked: OrderBody, text: string, prepay: Prepay, now: number): Order {
  return {
    outTradeNo: asked.out_trade_no,
    asked: text,
    total: asked.amount.total,
    description: asked.description,
    attach: asked.attach ?? null,
    openid: null,
    ...(asked.scene_info && { payerIp: asked.scene_info.payer_client_ip }),
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

/** The same number again: state first, then the way and every parameter must equal the first request's. */
function orderAgain(
  world: Context,
  { call, body }: PayCall,
  { known, prepay, tradeType }: { known: Order; prepay: Prepay; tradeType: TradeType },
): void {
  const state = orderState(known, world.clock.now())
  call.require('not paid', state === 'NOTPAY' || state === 'CLOSED', errors.alreadyPaid)
  call.require('not closed', state !== 'CLOSED', errors.alreadyClosed)
  const first = tradeTypeOf(known)
  call.require('same way to pay as at first', first === tradeType, () => otherWay(first))
  call.require('same parameters as at first', known.asked === canonical(body), errors.reentry)
  known.prepays.push(prepay)
}
