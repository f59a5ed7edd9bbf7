import { kindOf } from '../check-values.ts'
import { invalid } from '../errors/option-invalid.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import { findOrder } from '../find-order.ts'
import type { CheckedOrders, Decision, Orders, Requester } from '../orders.ts'
import { asObject } from './field.ts'

/** Handlers of the first version. */
const OLD_NAMES: Record<string, keyof Orders> = {
  paid: 'onPaid',
  unexpected: 'onUnexpectedPayment',
  refunded: 'onRefunded',
}

type Unexpected = Parameters<NonNullable<Orders['onUnexpectedPayment']>>

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
      const decide = given.onUnexpectedPayment?.bind(given)
      return decide && (async (...payment: Unexpected) => requireDecision(await decide(...payment)))
    },
    get onRefunded() {
      return given.onRefunded?.bind(given)
    },
  }
  // An absent handler and one that is undefined are the same to every caller.
  return checked as CheckedOrders
}

/** A handler that returns nothing has decided nothing: then no payment is taken, and none is refunded. */
function requireDecision(decision: unknown): Decision {
  if (decision === 'take' || decision === 'refund' || decision === 'keep') return decision
  throw new WeixinError('decision-invalid', {
    detail: `orders.onUnexpectedPayment: take, refund or keep, not ${kindOf(decision)}`,
  })
}
