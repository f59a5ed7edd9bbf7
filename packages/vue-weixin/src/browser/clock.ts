/** Time, handed in so that tests can move it. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. Never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

/** The browser's time. */
export const realClock: Clock = {
  now: () => Date.now(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, signal.aborted ? 0 : ms)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    }),
}

/**
 * Calls `run` with a signal that aborts after `ms` milliseconds, when the outer signal aborts, and when `run` is done.
 * Written out, because `AbortSignal.any` and `AbortSignal.timeout` are missing on iOS before 17.4.
 * @returns what `run` resolves with, at the latest while its signal aborts; else undefined, whether `run` looks at it or not
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T | undefined> {
  const inner = new AbortController()
  let abort!: () => void
  const isOver = new Promise<undefined>((resolve) => {
    abort = () => {
      inner.abort()
      resolve(undefined)
    }
  })
  if (outer.aborted) abort()
  outer.addEventListener('abort', abort)
  void clock.wait(ms, inner.signal).then(abort)
  try {
    return await Promise.race([run(inner.signal), isOver])
  } finally {
    outer.removeEventListener('abort', abort)
    abort()
  }
}
