import type { Clock } from '../src/browser/clock.ts'

export interface ManualClock extends Clock {
  /** Moves time by milliseconds; whatever falls due runs on the way, and what it starts. */
  advance(ms: number): Promise<void>
  /** Timers that have not fallen due. */
  waiting(): number
}

/** Lets everything that is ready run. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** A clock that stands still until it is moved. */
export function manualClock(): ManualClock {
  let now = 0
  const timers = new Set<{ due: number; done: () => void }>()
  return {
    now: () => now,
    wait: (ms, signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const timer = { due: now + ms, done }
        function done(): void {
          timers.delete(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        signal.addEventListener('abort', done)
        timers.add(timer)
      }),
    async advance(ms) {
      const end = now + ms
      for (;;) {
        await settle()
        const next = [...timers].sort((a, b) => a.due - b.due)[0]
        if (!next || next.due > end) break
        now = next.due
        next.done()
      }
      now = end
      await settle()
    },
    waiting: () => timers.size,
  }
}
