import type { Order } from '../orders.ts'
import { LAST_ATTEMPT, outTradeNo } from '../protocol/out-trade-no.ts'
import type { Gateway, Standing } from '../remote/gateway.ts'
import type { Attempts } from './attempts.ts'

export interface NumberStanding {
  /** Which attempt, from 1. */
  n: number
  outTradeNo: string
  standing: Standing
}

/** Which numbers of an order WeChat holds, found by asking. */
export interface Numbers {
  /**
   * The standing of each number from the present one on (of the first, with an empty cache), up to
   * one that is open or does not exist: a number is opened only after the one before is closed or
   * its money went back. Where WeChat may have refused to close one, also of the one before the
   * present, and past open ones.
   */
  walk(order: Order, first?: number): AsyncIterable<NumberStanding>
}

export function createNumbers(options: {
  environment: string
  attempts: Attempts
  gateway: Pick<Gateway, 'query' | 'mayLeaveOpen'>
}): Numbers {
  const { environment, attempts, gateway } = options
  return {
    async *walk(order, first) {
      const known = await attempts.get(order)
      const present = known?.n ?? 1
      const begin = gateway.mayLeaveOpen ? Math.max(present - 1, 1) : present
      for (let n = first ?? begin; n <= LAST_ATTEMPT; n += 1) {
        const number = outTradeNo(environment, order, n)
        const standing = await gateway.query(number)
        if (standing.state === 'absent') return
        // Also when the present one was closed by others: what was opened is void.
        if (n > (known?.n ?? 0) || (n === known?.n && standing.state === 'closed'))
          await attempts.set(order, { n })
        yield { n, outTradeNo: number, standing }
        if (standing.state === 'open' && !gateway.mayLeaveOpen) return
      }
    },
  }
}
