import { reconcile, type Weixin } from 'koa-weixin'
import { PAY_WITHIN_MS, type TeaOrders } from './orders.ts'

/**
 * Every now and then asks WeChat about orders whose notification got lost and whose page was shut, and
 * closes there what lapsed. Gives what ends it, after the walk that is under way.
 */
export function startReconciling(
  weixin: Weixin,
  orders: TeaOrders,
  everyMs: number,
): () => Promise<void> {
  const end = new AbortController()
  let walk: Promise<void> | undefined
  const timer = setInterval(() => {
    walk ??= run().finally(() => {
      walk = undefined
    })
  }, everyMs)

  async function run(): Promise<void> {
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
      console.error('Could not ask WeChat about pending orders', error)
    }
  }

  return async () => {
    clearInterval(timer)
    end.abort()
    await walk
  }
}
