import { reconcile, type Weixin } from 'koa-weixin'
import { PAY_WITHIN_MS, type TeaOrders } from './orders.ts'

export interface Reconciling {
  /** Reconciles now; a run that is under way is joined. Never rejects: a failure is logged and tried again later. */
  run(): Promise<void>
  /** Ends the timer, and resolves after the run that is under way. */
  stop(): Promise<void>
}

/**
 * Reconciles pending orders every `everyMs` milliseconds: settles those whose notification was lost and whose page
 * was closed, and closes at WeChat those that lapsed. With 0 there is no timer, only `run()`.
 */
export function startReconciling(weixin: Weixin, orders: TeaOrders, everyMs: number): Reconciling {
  const end = new AbortController()
  let running: Promise<void> | undefined
  const timer = everyMs > 0 ? setInterval(() => void run(), everyMs) : undefined

  const run = (): Promise<void> =>
    (running ??= reconcileOnce().finally(() => (running = undefined)))

  async function reconcileOnce(): Promise<void> {
    try {
      await reconcile(weixin, {
        pending: () => orders.pending(),
        closeAfter: PAY_WITHIN_MS,
        signal: end.signal,
        async onProgress({ orderId, state }) {
          if (state === 'closed') await orders.markClosed(orderId)
        },
      })
    } catch (error) {
      console.error('Could not reconcile pending orders', error)
    }
  }

  return {
    run,
    async stop() {
      clearInterval(timer)
      end.abort()
      await running
    },
  }
}
