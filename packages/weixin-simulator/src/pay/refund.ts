import { chinaTime } from '../clock.ts'
import { sealedNotification } from '../notifications/notification.ts'
import { refundNotification } from '../pay-v2/notification.ts'
import type { Order } from '../state/orders.ts'
import { newRefundId, refundedSum, refundsOf, type Refund } from '../state/refunds.ts'
import { findUser } from '../state/users.ts'
import type { Context } from '../context.ts'
import type { PayCall, PayReply } from './call.ts'
import { checkBody, unknownField } from './check-body.ts'
import * as errors from './errors.ts'
import * as refundErrors from './refund-errors.ts'
import { checkOwner } from './parties.ts'
import { REFUND } from './rules.ts'

interface RefundBody {
  sub_mchid?: string
  transaction_id?: string
  out_trade_no?: string
  out_refund_no: string
  reason?: string
  notify_url?: string
  amount: { refund: number; total: number }
}

/** What passes the table in `rules.ts` has this shape. */
function isRefund(body: Record<string, unknown>): body is Record<string, unknown> & RefundBody {
  return checkBody(REFUND, body) === null
}

function readRefund({ call, body }: PayCall): RefundBody {
  if (!isRefund(body)) {
    const violation = checkBody(REFUND, body)
    call.check('fields of the refund', false, violation?.message)
    throw violation ? errors.badField(violation, 'body') : errors.notJson()
  }
  call.check('fields of the refund', true)
  const unknown = unknownField(REFUND, body)
  call.require('no unknown field', unknown === undefined, () =>
    errors.unknownParameter(unknown ?? ''),
  )
  const named = [body.transaction_id, body.out_trade_no].filter((one) => one !== undefined)
  call.require('one of transaction_id and out_trade_no', named.length === 1, refundErrors.oneNumber)
  return body
}

/** A refund as WeChat shows it. */
function shown(world: Context, refund: Refund): Record<string, unknown> {
  const order = world.state.orders.find((one) => one.transactionId === refund.transactionId)
  return {
    refund_id: refund.refundId,
    out_refund_no: refund.outRefundNo,
    transaction_id: refund.transactionId,
    out_trade_no: refund.outTradeNo,
    channel: 'ORIGINAL',
    user_received_account: order?.bankType === 'OTHERS' ? '支付用户零钱' : '招商银行借记卡0403',
    ...(refund.succeededAt !== null && { success_time: chinaTime(refund.succeededAt) }),
    create_time: chinaTime(refund.createdAt),
    status: refund.status,
    funds_account: 'AVAILABLE',
    amount: {
      total: refund.total,
      refund: refund.refund,
      payer_total: refund.total,
      payer_refund: refund.refund,
      settlement_refund: refund.refund,
      settlement_total: refund.total,
      discount_refund: 0,
      currency: 'CNY',
    },
  }
}

/** Between two partial refunds of one order, in milliseconds. */
const PAUSE = 60_000
const YEAR = 365 * 86_400_000

function paidOrder(
  world: Context,
  pay: PayCall,
  asked: RefundBody,
): Order & { transactionId: string } {
  const found = world.state.orders.find((one) =>
    asked.transaction_id === undefined
      ? one.outTradeNo === asked.out_trade_no
      : one.transactionId === asked.transaction_id,
  )
  const isPaid = (one: Order | undefined): one is Order & { transactionId: string } =>
    one !== undefined && one.transactionId !== null
  pay.call.check('order exists and is paid', isPaid(found))
  if (!isPaid(found)) throw refundErrors.noPaidOrder()
  checkOwner(pay, found, asked.sub_mchid)
  return found
}

/** POST /v3/refund/domestic/refunds. The same number with the same amounts is the same refund. */
export function refund(world: Context, pay: PayCall, form: 'json' | 'xml' = 'json'): PayReply {
  const { call } = pay
  const { state, clock } = world
  const asked = readRefund(pay)
  const order = paidOrder(world, pay, asked)
  const { amount } = asked
  const known = state.refunds.find((one) => one.outRefundNo === asked.out_refund_no)
  if (known) {
    const isSame =
      known.transactionId === order.transactionId &&
      known.refund === amount.refund &&
      known.total === amount.total
    call.require('same amounts as at first', isSame, refundErrors.otherAmounts)
    return { status: 200, body: shown(world, known) }
  }
  const before = refundsOf(state.refunds, order.transactionId)
  const left = order.total - refundedSum(before)
  const now = clock.now()
  call.require('amount.total is the order’s', amount.total === order.total, refundErrors.otherTotal)
  call.require('not refunded in full', left > 0, refundErrors.nothingLeft)
  call.require('at most what is left', amount.refund <= left, refundErrors.tooMuch)
  call.require('at most 50 refunds', before.length < 50, refundErrors.tooMany)
  call.require('paid within 365 days', now - (order.paidAt ?? now) < YEAR, refundErrors.tooOld)
  const last = before.at(-1)
  const isRested = last === undefined || now - last.createdAt >= PAUSE
  call.require('a minute after the last partial refund', isRested, refundErrors.tooSoon)
  const accepted: Refund = {
    outRefundNo: asked.out_refund_no,
    refundId: newRefundId(),
    outTradeNo: order.outTradeNo,
    transactionId: order.transactionId,
    status: 'PROCESSING',
    refund: amount.refund,
    total: amount.total,
    reason: asked.reason ?? null,
    notifyUrl: asked.notify_url ?? null,
    createdAt: now,
    succeededAt: null,
  }
  state.refunds.push(accepted)
  const response = { status: 200, body: shown(world, accepted) }
  succeed(world, order, accepted, { now, form, source: 'API' })
  return response
}

/** The response still says PROCESSING; the money is back as soon as it is written. */
function succeed(
  world: Context,
  order: Order,
  done: Refund,
  { now, form, source }: { now: number; form: 'json' | 'xml'; source: 'API' | 'VENDOR_PLATFORM' },
): void {
  const { state, deliveries } = world
  done.status = 'SUCCESS'
  done.succeededAt = now
  order.state = 'REFUND'
  const payer = findUser(state.users, order.openid ?? undefined)
  if (payer && order.bankType === 'OTHERS') payer.balance += done.refund
  if (done.notifyUrl === null) return
  const view = shown(world, done)
  if (form === 'xml') {
    const account = String(view['user_received_account'])
    const facts = { url: done.notifyUrl, account, source, partner: order.partner }
    deliveries.announce(refundNotification(done, facts, state.account.credentials, now))
    return
  }
  const { mchId } = state.account.credentials
  const merchants = order.partner
    ? { sp_mchid: mchId, sub_mchid: order.partner.subMchId }
    : { mchid: mchId }
  const event = {
    type: 'REFUND.SUCCESS',
    about: done.refundId,
    outTradeNo: done.outTradeNo,
    url: done.notifyUrl,
    resource: {
      ...merchants,
      out_trade_no: done.outTradeNo,
      transaction_id: done.transactionId,
      out_refund_no: done.outRefundNo,
      refund_id: done.refundId,
      refund_status: 'SUCCESS',
      success_time: chinaTime(now),
      user_received_account: view['user_received_account'],
      amount: {
        total: done.total,
        refund: done.refund,
        payer_total: done.total,
        payer_refund: done.refund,
      },
    },
  } as const
  deliveries.announce(sealedNotification(event, state.account.credentials.apiV3Key, now))
}

/**
 * A person refunds all that is left on the merchant platform. Told as v2 XML at the address that is set there,
 * whichever API the order was made with.
 */
export function refundInConsole(world: Context, transactionId: string, notifyUrl: string): Refund {
  const { state, clock } = world
  const order = state.orders.find((one) => one.transactionId === transactionId)
  const before = refundsOf(state.refunds, transactionId)
  const left = (order?.total ?? 0) - refundedSum(before)
  if (!order || left <= 0) throw new Error(`There is nothing to refund of ${transactionId}`)
  const now = clock.now()
  const made: Refund = {
    outRefundNo: `5030${newRefundId()}`.slice(0, 28),
    refundId: newRefundId(),
    outTradeNo: order.outTradeNo,
    transactionId,
    status: 'PROCESSING',
    refund: left,
    total: order.total,
    reason: null,
    notifyUrl,
    createdAt: now,
    succeededAt: null,
  }
  state.refunds.push(made)
  succeed(world, order, made, { now, form: 'xml', source: 'VENDOR_PLATFORM' })
  return made
}

/** GET /v3/refund/domestic/refunds/{out_refund_no} */
export function queryRefund(world: Context, pay: PayCall): PayReply {
  const { call, param, query } = pay
  const number = param('out_refund_no')
  const found = world.state.refunds.find((one) => one.outRefundNo === number)
  call.check('refund exists', found !== undefined)
  if (!found) throw refundErrors.noSuchRefund()
  const order = world.state.orders.find((one) => one.outTradeNo === found.outTradeNo)
  if (order) checkOwner(pay, order, query.get('sub_mchid') ?? undefined)
  return { status: 200, body: shown(world, found) }
}
