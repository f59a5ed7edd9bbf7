/** Time, handed in so that tests move it themselves. */
export interface Clock {
  /** Resolves after `ms` milliseconds, or at once when the signal aborts. Never rejects. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

export const realClock: Clock = {
  wait: (ms, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      const timer = setTimeout(done, ms)
      function done(): void {
        clearTimeout(timer)
        signal.removeEventListener('abort', done)
        resolve()
      }
      signal.addEventListener('abort', done)
    }),
}

/**
 * Runs with a signal that aborts after `ms` milliseconds, when the outer one does, and when the run is over.
 * By hand, because `AbortSignal.any` and `timeout` are missing on iOS before 17.4, which WeChat still runs on.
 */
export async function within<T>(
  clock: Clock,
  ms: number,
  outer: AbortSignal,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const inner = new AbortController()
  const abort = (): void => inner.abort()
  if (outer.aborted) abort()
  outer.addEventListener('abort', abort)
  void clock.wait(ms, inner.signal).then(abort)
  try {
    return await run(inner.signal)
  } finally {
    outer.removeEventListener('abort', abort)
    abort()
  }
}
