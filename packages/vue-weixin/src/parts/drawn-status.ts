import { type ShallowRef, onScopeDispose, shallowReadonly, shallowRef, watch } from 'vue'
import type { Clock } from '../browser/clock.ts'
import type { PayStatus } from '../pay/pay-state.ts'

/** Milliseconds. A shorter wait is not drawn, because a text that flashes cannot be read. */
const DELAY_MS = 300

/** Whether a payment goes on by itself, so that a tap has nothing to start. */
export const isBusy = (status: PayStatus): boolean =>
  status === 'ordering' || status === 'paying' || status === 'confirming'

/** The status as a part draws it: the first busy one after a delay, all others at once. */
export function useDrawnStatus(
  status: () => PayStatus,
  clock: Clock,
): Readonly<ShallowRef<PayStatus>> {
  const drawn = shallowRef(status())
  let wait = new AbortController()

  function draw(): void {
    wait.abort()
    drawn.value = status()
  }

  watch(
    status,
    (next) => {
      if (!isBusy(next) || isBusy(drawn.value)) return draw()
      wait.abort()
      const mine = (wait = new AbortController())
      void clock.wait(DELAY_MS, mine.signal).then(() => {
        if (!mine.signal.aborted) draw()
      })
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => wait.abort())
  return shallowReadonly(drawn)
}
