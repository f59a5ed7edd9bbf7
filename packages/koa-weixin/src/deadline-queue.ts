/** Items that are due a fixed time after they were added, unless they are removed before. */
export interface DeadlineQueue<T> {
  /** Adds an item that is not in the queue. */
  add(item: T): void
  /** Removes an item; one that is not there, or was due already, is no error. */
  remove(item: T): void
}

/**
 * Calls `due` for each item that is still there `ms` milliseconds after it was added. One timer serves all items, because
 * all wait equally long: a timer for each request would cost as much as its routing. It keeps no process alive.
 */
export function createDeadlineQueue<T>(ms: number, due: (item: T) => void): DeadlineQueue<T> {
  /** In the order in which they were added, with the time of the monotonic clock at which each is due. */
  const dueAt = new Map<T, number>()
  let isArmed = false

  function arm(delayMs: number): void {
    isArmed = true
    // A timer may come a moment early.
    setTimeout(check, delayMs + 1).unref()
  }

  function check(): void {
    const now = performance.now()
    let nextMs: number | undefined
    for (const [item, at] of dueAt) {
      if (at > now) {
        nextMs = at - now
        break
      }
      dueAt.delete(item)
      due(item)
    }
    isArmed = false
    if (nextMs !== undefined) arm(nextMs)
  }

  return {
    add(item) {
      dueAt.set(item, performance.now() + ms)
      if (!isArmed) arm(ms)
    },
    remove(item) {
      dueAt.delete(item)
    },
  }
}
