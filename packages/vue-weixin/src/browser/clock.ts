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

/** Resolves when the signal aborts. */
export const onAbort = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    signal.addEventListener('abort', () => resolve())
  })
