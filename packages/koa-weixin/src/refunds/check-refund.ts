import { misshapen, type Shape } from '../check-shape.ts'
import { isFen, isPlainText, kindOf, oddValue } from '../check-values.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { nearest } from '../nearest.ts'
import type { RefundExtras, RefundRequest } from './refund-request.ts'

const FIELDS = ['transactionId', 'total', 'amount', 'outRefundNo', 'reason', 'extras'] as const
const REASON_BYTES = 80
const EXTRAS_SHAPE = {
  funds_account: 'a text',
  from: [{ account: 'a text', amount: 'a number' }],
  goods_detail: [
    {
      merchant_goods_id: 'a text',
      wechatpay_goods_id: 'a text',
      goods_name: 'a text',
      unit_price: 'a number',
      refund_amount: 'a number',
      refund_quantity: 'a number',
    },
  ],
} satisfies Shape
const EXTRAS = new Set<string>(Object.keys(EXTRAS_SHAPE))

/**
 * Checks a refund that the app asks for. WeChat would refuse most of it too, but some only after it took the
 * number, and a fraction of a fen would be lost on the way. Throws `refund-invalid`, naming the field.
 */
export function checkRefund(request: RefundRequest): void {
  if (typeof request !== 'object' || request === null)
    throw invalid(`request: an object, not ${kindOf(request)}`)
  checkNames(request)
  const { transactionId, total, amount, outRefundNo, reason, extras } = request
  if (typeof transactionId !== 'string' || !/^[0-9A-Za-z_-]{1,32}$/.test(transactionId))
    throw invalid("transactionId: WeChat's transaction that was paid")
  if (!isFen(total)) throw wrong('total', 'a whole number of fen, at least 1', total)
  if (!isFen(amount)) throw wrong('amount', 'a whole number of fen, at least 1', amount)
  if (amount > total) throw invalid('amount: at most total')
  checkOutRefundNo(outRefundNo)
  if (reason !== undefined) checkReason(reason)
  if (extras !== undefined) checkExtras(extras, amount)
}

/** Throws `refund-invalid` for a number that no refund can have. */
export function checkOutRefundNo(outRefundNo: unknown): void {
  if (typeof outRefundNo !== 'string') throw wrong('outRefundNo', 'a text', outRefundNo)
  if (!/^[\w\-|*@]{1,64}$/.test(outRefundNo))
    throw invalid('outRefundNo: 1 to 64 of letters, digits and _-|*@')
}

function checkNames(request: object): void {
  for (const name of Object.keys(request)) {
    if ((FIELDS as readonly string[]).includes(name)) continue
    if (EXTRAS.has(name)) throw invalid(`${name}: give it as extras.${name}`)
    const known = nearest(name, FIELDS)
    throw invalid(`${name}: no such field${known === undefined ? '' : `; did you mean ${known}?`}`)
  }
}

function checkReason(reason: unknown): void {
  if (typeof reason !== 'string') throw wrong('reason', 'a text', reason)
  if (reason.trim() === '') throw invalid('reason: empty; leave it out')
  if (Buffer.byteLength(reason) > REASON_BYTES)
    throw invalid(`reason: at most ${REASON_BYTES} bytes (a Chinese character has three)`)
  if (!isPlainText(reason)) throw invalid('reason: no control characters or emoji')
}

function checkExtras(extras: RefundExtras, amount: number): void {
  const fault = misshapen(extras, EXTRAS_SHAPE, 'extras')
  if (fault !== undefined) throw invalid(fault)
  const unknown = Object.keys(extras).find((name) => !EXTRAS.has(name))
  if (unknown !== undefined) throw invalid(`extras.${unknown}: ${[...EXTRAS].join(', ')} are known`)
  const odd = oddValue(extras, 'extras')
  if (odd !== undefined) throw invalid(`${odd}: a text, or a whole number`)
  const { funds_account, from } = extras
  if (funds_account !== undefined && funds_account !== 'AVAILABLE' && funds_account !== 'UNSETTLED')
    throw invalid('extras.funds_account: AVAILABLE or UNSETTLED')
  for (const name of ['from', 'goods_detail'] as const)
    if (extras[name] !== undefined && !(Array.isArray(extras[name]) && extras[name].length > 0))
      throw invalid(`extras.${name}: a list of at least one`)
  if (from && from.reduce((sum, one) => sum + one.amount, 0) !== amount)
    throw invalid('extras.from: its amounts must add up to amount')
}

function wrong(field: string, required: string, found: unknown): WeixinError {
  return invalid(`${field}: ${required}, not ${kindOf(found)}`)
}

function invalid(detail: string): WeixinError {
  return new WeixinError('refund-invalid', { detail })
}
