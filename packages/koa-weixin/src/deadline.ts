/**
 * Settles as `work` does, or rejects with what `late` returns once `ms` milliseconds have passed. The work itself
 * goes on. Where `work` has settled already, no timer fires.
 *
 * What arrived in time counts, also where the event loop was too busy to look: timers run before sockets are read, so
 * the deadline waits until that has been done once more.
 */
export function withDeadline<T>(work: Promise<T>, ms: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(() => reject(late())), ms)
    work.then(
      (value) => {
        clearTimeout(timer)
        resolve(value)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}
