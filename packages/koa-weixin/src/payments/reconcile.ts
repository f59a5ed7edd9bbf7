import type { OrderState } from 'weixin-contract'
import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import type { Weixin } from '../weixin.ts'

export type OrderIds = Iterable<string> | AsyncIterable<string>

/** What became of one order. `unknown` says that WeChat did not answer, or `error`. */
export interface ReconciledOrder {
  orderId: string
  state: OrderState
  error?: WeixinError
}

/** How many orders ended in each state, and how many of them with an error. */
export type ReconcileSummary = Record<OrderState | 'failed', number>

export interface ReconcileOptions {
  /** Orders that the app knows neither as paid nor as closed at WeChat; or what gives them. */
  pending: OrderIds | (() => OrderIds | Promise<OrderIds>)
  /**
   * Milliseconds since `createdAt`: an order as old as that, or past its `payBefore`, that is still
   * unpaid is closed at WeChat. @default nothing is closed
   */
  closeAfter?: number
  /** Awaited after each order: the place to mark it as closed. What it throws counts as `failed`. */
  onProgress?: (step: ReconciledOrder) => void | Promise<void>
  /** How many orders are asked about at once. @default 4 */
  concurrency?: number
  /** Ends the walk after the orders that are under way. */
  signal?: AbortSignal
}

/**
 * Asks WeChat about orders that nobody asked about, settles those that are paid as a notification would,
 * and closes those that are too old. Safe to run in several processes at once. One order that fails
 * does not stop the walk; rejects only when `pending` does.
 */
export async function reconcile(
  weixin: Pick<Weixin, 'orderStatus' | 'close'>,
  { pending, closeAfter, onProgress = () => {}, concurrency = 4, signal }: ReconcileOptions,
): Promise<ReconcileSummary> {
  const summary: ReconcileSummary = { unpaid: 0, paid: 0, closed: 0, unknown: 0, failed: 0 }
  const ids = idsOf(pending)

  async function stand(orderId: string): Promise<ReconciledOrder> {
    try {
      const { state } = await weixin.orderStatus(orderId, { by: 'weixin' })
      if (closeAfter === undefined || state === 'paid' || state === 'unknown')
        return { orderId, state }
      // `closed` too: the app calls it so, and at WeChat it may still be open.
      return { orderId, state: await weixin.close(orderId, { olderThan: closeAfter }) }
    } catch (thrown) {
      return { orderId, state: 'unknown', error: asWeixinError(thrown) }
    }
  }

  async function walk(): Promise<void> {
    for await (const orderId of ids) {
      if (signal?.aborted) return
      const step = await stand(orderId)
      summary[step.state] += 1
      let isFailed = step.error !== undefined
      try {
        await onProgress(step)
      } catch {
        isFailed = true
      }
      if (isFailed) summary.failed += 1
    }
  }

  const walks = await Promise.allSettled(Array.from({ length: concurrency }, walk))
  for (const one of walks) if (one.status === 'rejected') throw one.reason
  return summary
}

/** One generator feeds all walks: it asks for the next id only after it has got the last. */
async function* idsOf(pending: ReconcileOptions['pending']): AsyncGenerator<string> {
  yield* typeof pending === 'function' ? await pending() : pending
}
