import { onScopeDispose } from 'vue'

/**
 * Asks again `every` milliseconds after each answer, as long as it is `wanted` and somebody looks.
 * A failed try is only a late one. So a notification that reached our server shows on the page without a reload.
 */
export function usePoll(
  ask: () => Promise<void>,
  { every, wanted }: { every: number; wanted: () => boolean },
): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tick = async (): Promise<void> => {
    if (wanted() && document.visibilityState === 'visible') await ask().catch(() => undefined)
    schedule()
  }
  let isOver = false
  const schedule = (): void => {
    if (!isOver) timer = setTimeout(() => void tick(), every)
  }
  schedule()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
}
