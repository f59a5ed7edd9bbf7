import type { OrderState } from 'weixin-contract'
import { invalid, requireMilliseconds } from '../errors/option-invalid.ts'
import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import { internalsOf } from '../internals.ts'
import { refuseUnknown } from '../options/known-names.ts'
import type { Weixin } from '../weixin.ts'

/** Ids of orders, at once or as they come out of a database. */
export type OrderIds = Iterable<string> | AsyncIterable<string>

/** What became of one order. */
export interface ReconciledOrder {
  /** The app's id of the order, as `pending` gave it. */
  orderId: string
  /** `unknown`: WeChat did not answer, or there is an `error`. */
  state: OrderState
  /** Why the order could not be reconciled, such as `order-not-found` or `order-invalid`. */
  error?: WeixinError
}

/**
 * How many orders ended in each state, how many of them with an error (`failed`), and how many were left alone because
 * another process had reconciled them a moment before (`skipped`).
 */
export type ReconcileSummary = Record<OrderState | 'failed' | 'skipped', number>

/** Which orders are reconciled, and how. */
export interface ReconcileOptions {
  /**
   * Orders that the app knows neither as paid nor as closed at WeChat; or a function that returns them. With API v2
   * also those that were paid in the last ten minutes: an attempt beside the paid one may have been too young to be
   * closed.
   */
  pending: OrderIds | (() => OrderIds | Promise<OrderIds>)
  /**
   * Milliseconds since `createdAt`: an unpaid order as old as that, or past its `payBefore`, is closed at WeChat.
   * @default nothing is closed
   */
  closeAfter?: number
  /**
   * Awaited after each order that was not skipped: the place to mark it as closed. What it throws counts as `failed`.
   */
  onProgress?: (order: ReconciledOrder) => void | Promise<void>
  /** How many orders are queried at once. An unpaid order takes one call of some 50 to 200 ms. @default 16 */
  concurrency?: number
  /**
   * Milliseconds for which an order is left alone after another process has reconciled it, where the processes share a
   * cache that locks. Choose a little less than the time between two runs. A process that ends frees its orders after
   * this time at the latest.
   * @default 25000
   */
  claimMs?: number
  /** Stops after the orders that are under way. */
  signal?: AbortSignal
}

const NAMES: readonly (keyof ReconcileOptions)[] = [
  'pending',
  'closeAfter',
  'onProgress',
  'concurrency',
  'claimMs',
  'signal',
]

/**
 * Queries pending orders at WeChat, settles those that are paid as a notification would, and closes those that are too
 * old. It is safe to run in several processes at once; with a cache that locks (Redis) they share the work. One order
 * that fails does not stop the others; it rejects only when `pending` does, and with `option-invalid` for options that
 * cannot be right.
 *
 * Run it every 30 seconds, and begin a run after the one before has ended: at the default concurrency 10,000 unpaid
 * orders take between half a minute (50 ms for a call) and about two minutes (200 ms), divided by the number of
 * processes that share the work. With more orders than one run can query in its interval, raise `concurrency` or query
 * old orders less often.
 *
 * @example
 * await reconcile(weixin, { pending: () => db.unpaidOrderIds(), closeAfter: 30 * 60_000 })
 */
export async function reconcile(
  weixin: Weixin,
  options: ReconcileOptions,
): Promise<ReconcileSummary> {
  refuseUnknown(options, NAMES, '')
  const { pending, closeAfter, onProgress = () => {}, signal } = options
  const { concurrency = 16, claimMs = 25_000 } = options
  if (closeAfter !== undefined) requireMilliseconds('closeAfter', closeAfter)
  if (!Number.isSafeInteger(concurrency) || concurrency < 1)
    throw invalid('concurrency: a whole number of at least 1 is required')
  if (!Number.isSafeInteger(claimMs) || claimMs < 1)
    throw invalid('claimMs: a whole number of milliseconds, at least 1, is required')
  const { claimOrder } = internalsOf(weixin)
  const summary = { unpaid: 0, paid: 0, closed: 0, unknown: 0, failed: 0, skipped: 0 }
  const ids = idsOf(pending)

  async function reconcileOne(orderId: string): Promise<ReconciledOrder> {
    try {
      const { state } = await weixin.orders.status(orderId)
      if (closeAfter === undefined || state === 'unknown') return { orderId, state }
      // `closed` and `paid` too: that is what the app calls them, and at WeChat an attempt may still be open.
      return { orderId, state: await weixin.orders.close(orderId, { olderThan: closeAfter }) }
    } catch (thrown) {
      return { orderId, state: 'unknown', error: asWeixinError(thrown) }
    }
  }

  async function work(): Promise<void> {
    for await (const orderId of ids) {
      if (signal?.aborted) return
      if (!(await claimOrder(orderId, claimMs))) {
        summary.skipped += 1
        continue
      }
      const order = await reconcileOne(orderId)
      summary[order.state] += 1
      let isFailed = order.error !== undefined
      try {
        await onProgress(order)
      } catch {
        isFailed = true
      }
      if (isFailed) summary.failed += 1
    }
  }

  const workers = await Promise.allSettled(Array.from({ length: concurrency }, work))
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason
  return summary
}

/** One generator feeds all workers: it reads the next id only after it gave out the last. */
async function* idsOf(pending: ReconcileOptions['pending']): AsyncGenerator<string> {
  const ids: unknown = typeof pending === 'function' ? await pending() : pending
  if (!isIds(ids))
    throw invalid('pending: a list of ids, another iterable, or a function that returns one')
  yield* ids
}

/** A text is iterable too, letter by letter. */
function isIds(ids: unknown): ids is OrderIds {
  return (
    typeof ids === 'object' &&
    ids !== null &&
    (Symbol.iterator in ids || Symbol.asyncIterator in ids)
  )
}
