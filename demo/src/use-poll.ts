import { onScopeDispose } from 'vue'

/**
 * Calls `poll` again `every` milliseconds after it has ended, while `isNeeded` is true and the page is visible, and
 * at once when the page becomes visible or the network comes back. A call that fails is repeated like any other.
 */
export function usePoll(
  poll: () => Promise<unknown>,
  { every, isNeeded }: { every: number; isNeeded: () => boolean },
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isPolling = false
  let isOver = false

  async function tick(): Promise<void> {
    clearTimeout(timer)
    if (isPolling) return
    isPolling = true
    if (isNeeded() && document.visibilityState === 'visible') await poll().catch(() => undefined)
    isPolling = false
    schedule()
  }
  const schedule = (): void => {
    if (!isOver) timer = setTimeout(() => void tick(), every)
  }
  const onReturn = (): void => void tick()

  schedule()
  document.addEventListener('visibilitychange', onReturn)
  window.addEventListener('online', onReturn)
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
    document.removeEventListener('visibilitychange', onReturn)
    window.removeEventListener('online', onReturn)
  })
}
