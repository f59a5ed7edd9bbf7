import { invalid } from '../errors/option-invalid.ts'
import { findOrder } from '../find-order.ts'
import type { CheckedOrders, Orders, Requester } from '../orders.ts'
import { asObject } from './field.ts'

/** Handlers of the first version. */
const OLD_NAMES: Record<string, keyof Orders> = {
  paid: 'onPaid',
  unexpected: 'onUnexpectedPayment',
  refunded: 'onRefunded',
}

/** Reads the option `orders`. Throws `option-invalid` where a handler is missing. */
export function readOrders(name: string, value: unknown): CheckedOrders {
  const given = asObject(name, value) as Orders & Record<string, unknown>
  for (const [old, today] of Object.entries(OLD_NAMES))
    if (typeof given[old] === 'function' && given[today] === undefined)
      throw invalid(`${name}.${old}: no such handler; did you mean ${name}.${today}?`)
  for (const handler of ['find', 'onPaid'] as const)
    if (typeof given[handler] !== 'function')
      throw invalid(`${name}.${handler}: missing; a function is required`)
  for (const handler of ['onUnexpectedPayment', 'onRefunded'] as const)
    if (given[handler] !== undefined && typeof given[handler] !== 'function')
      throw invalid(`${name}.${handler}: a function is required`)
  const checked = {
    find: (id: string, requester: Requester) => findOrder(given, id, requester),
    onPaid: (...payment: Parameters<Orders['onPaid']>) => given.onPaid(...payment),
    // Looked up at each use: a handler that the app sets later counts too.
    get onUnexpectedPayment() {
      return given.onUnexpectedPayment?.bind(given)
    },
    get onRefunded() {
      return given.onRefunded?.bind(given)
    },
  }
  // An absent handler and one that is undefined are the same to whoever calls it.
  return checked as CheckedOrders
}
