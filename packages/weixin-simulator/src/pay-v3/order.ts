import { checkPlainHttp } from '../domain/plain-http.ts'
import { placeOrder } from '../domain/place-order.ts'
import { isObject } from '../http/body.ts'
import { ORDER_LIFE } from '../state/orders.ts'
import type { Handler, PayCall } from './call.ts'
import { checkBody, requireKnown } from './check-body.ts'
import * as errors from './errors.ts'
import type { FieldRule } from './fields.ts'
import { checkDirect, checkPartner, payerOf } from './parties.ts'
import { ofPartner } from './trade-type-rules.ts'
import type { V3TradeType } from './trade-types.ts'

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

/** What passes the table of its trade type has this shape. */
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
  requireKnown(call, rules, body)
  const { detail } = body
  const size = isObject(detail) ? Buffer.byteLength(JSON.stringify(detail)) : 0
  call.require('detail of at most 6144 bytes', size <= 6144, () => errors.detailTooLong(size))
  return body
}

const MINUTE = 60_000
const FIFTEEN_DAYS = 15 * 86_400_000

/** Earlier than a minute from now becomes a minute, later than 15 days becomes 15 days. */
function payBefore({ call }: PayCall, timeExpire: string | undefined, now: number): number {
  if (timeExpire === undefined) return now + ORDER_LIFE
  const expires = Date.parse(timeExpire)
  const isAhead = expires > now
  call.check(
    'time_expire ahead of the simulator’s clock',
    isAhead,
    isAhead ? undefined : `The simulator’s clock shows ${new Date(now).toISOString()}.`,
  )
  return Math.min(Math.max(expires, now + MINUTE), now + FIFTEEN_DAYS)
}

/** POST /v3/pay/transactions/{trade type}, and the same below /v3/pay/partner. */
export const order = ({ tradeType, rules, opened }: V3TradeType, isPartner = false): Handler => {
  const fieldRules = isPartner ? ofPartner(rules) : rules
  return (context, pay) => {
    const { call, body: parameters } = pay
    const body = readOrder(pay, fieldRules)
    call.outTradeNo = body.out_trade_no
    checkPlainHttp(call, body.notify_url)
    const partner = isPartner ? checkPartner(context, pay) : null
    if (!isPartner) checkDirect(context, pay)
    const payer = body.payer ? payerOf(context, pay, body.payer, partner) : null
    const prepay = placeOrder(context, call, {
      outTradeNo: body.out_trade_no,
      total: body.amount.total,
      description: body.description,
      attach: body.attach ?? null,
      openid: payer?.openid ?? null,
      tradeType,
      notifyUrl: body.notify_url,
      payBefore: payBefore(pay, body.time_expire, context.clock.now()),
      partner,
      payerIp: body.scene_info?.payer_client_ip ?? null,
      v2: null,
      parameters,
    })
    return { status: 200, body: opened(context, prepay) }
  }
}
