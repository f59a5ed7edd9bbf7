/** Runs `start` for a key, unless it still runs for the same key: then the caller gets that call's promise. */
export type SingleFlight<T> = (key: string, start: () => Promise<T>) => Promise<T>

/** Simultaneous callers of the same key share one call. The result is dropped once the call has settled. */
export function createSingleFlight<T>(): SingleFlight<T> {
  const running = new Map<string, Promise<T>>()
  return (key, start) => {
    const shared = running.get(key)
    if (shared) return shared
    const call = start().finally(() => running.delete(key))
    running.set(key, call)
    return call
  }
}
