import { type ShallowRef, onScopeDispose, shallowReadonly, shallowRef, watch } from 'vue'
import type { Clock } from '../browser/clock.ts'

/** Whole seconds that are left, from `seconds` down to 0, while it runs. Starts anew each time. */
export function useCountdown(
  isRunning: () => boolean,
  seconds: number,
  clock: Clock,
): Readonly<ShallowRef<number>> {
  const left = shallowRef(seconds)
  let stop = new AbortController()

  async function run({ signal }: AbortController): Promise<void> {
    for (left.value = seconds; left.value > 0; left.value--) {
      await clock.wait(1000, signal)
      if (signal.aborted) return
    }
  }

  watch(
    isRunning,
    (runs) => {
      stop.abort()
      stop = new AbortController()
      if (runs) void run(stop)
    },
    { immediate: true },
  )
  onScopeDispose(() => stop.abort())
  return shallowReadonly(left)
}

/** Seconds as minutes and seconds: 259 is `04:19`. */
export const minutesAndSeconds = (seconds: number): string =>
  [Math.floor(seconds / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':')
