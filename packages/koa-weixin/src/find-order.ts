import { isFen, isPlainText, isTime, kindOf } from './check-values.ts'
import { WeixinError } from './errors/weixin-error.ts'
import type { Order, Orders, Requester } from './orders.ts'

/** WeChat Pay keeps the order's id as `attach`, and accepts this many bytes. */
const ATTACH_BYTES = 128
/**
 * 28 digits today; WeChat promises a text of at most 32. A text without a digit from 1 to 9 stands for "none" (`null`,
 * `0`), a short one is a mark or a number of the app's own (`-1`, `paid1`, `17`), and a date is when it was paid.
 */
const TRANSACTION_ID = /^(?=.*[1-9])(?!\d{4}-\d\d-)[0-9A-Za-z][0-9A-Za-z_-]{5,31}$/

/**
 * The order that the app finds for this requester, checked; undefined when it finds none. Every read of an
 * order goes through here, because the app's database may spell "not paid" or a date in its own way.
 * Throws `order-invalid`, naming the field.
 */
export async function findOrder<O extends Order>(
  orders: Pick<Orders<O>, 'find'>,
  id: string,
  requester: Requester,
): Promise<O | undefined> {
  const order = await orders.find(id, requester)
  if (order === undefined || order === null) return undefined
  checkOrder(order, id)
  return order
}

/** Throws `order-invalid` for an order whose identity, price or state cannot be right, naming the field. */
export function checkOrder(order: Order, id: string): void {
  if (typeof order !== 'object') throw wrong('find', 'an order, undefined or null', order)
  const { createdAt, total, transactionId, closed, payBefore, refunds } = order
  checkId(order.id, id)
  if (!isTime(createdAt)) throw wrong('createdAt', 'a valid Date', createdAt)
  if (!isFen(total)) throw wrong('total', 'a whole number of fen, at least 1', total)
  if (transactionId !== null && !isTransactionId(transactionId))
    throw wrong('transactionId', "null, or WeChat's transaction_id that paid it", transactionId)
  if (typeof (closed ?? false) !== 'boolean') throw wrong('closed', 'true or false', closed)
  if (!isTime(payBefore ?? createdAt)) throw wrong('payBefore', 'a valid Date', payBefore)
  if (!isRefundList(refunds ?? []))
    throw wrong('refunds', 'a list of { outRefundNo, refundStatus }', refunds)
}

function checkId(id: unknown, requestedId: string): void {
  if (typeof id !== 'string') throw wrong('id', 'a text', id)
  if (id !== requestedId) throw invalid('id: not the id that `orders.find` was called with')
  if (id === '' || Buffer.byteLength(id) > ATTACH_BYTES) throw invalid('id: 1 to 128 bytes')
  if (!isPlainText(id) || id.trim() !== id)
    throw invalid('id: no control characters, emoji, or spaces around it')
}

function isRefundList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.every((one: unknown) => {
      const { outRefundNo, refundStatus } = Object(one) as Record<string, unknown>
      return typeof outRefundNo === 'string' && typeof refundStatus === 'string'
    })
  )
}

function isTransactionId(value: unknown): boolean {
  return typeof value === 'string' && TRANSACTION_ID.test(value)
}

function wrong(field: string, required: string, found: unknown): WeixinError {
  return invalid(`${field}: ${required}, not ${kindOf(found)}`)
}

function invalid(detail: string): WeixinError {
  return new WeixinError('order-invalid', { detail })
}
