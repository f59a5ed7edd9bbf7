import type { WeixinWindow } from '../browser/weixin-window.ts'
import type { Wake } from './poll-status.ts'

/** Tells payments when a query of the server is worthwhile. */
export interface Wakes {
  /** Calls `wake` until the returned function is called. */
  on(wake: (reason: Wake) => void): () => void
  /** Wakes all. */
  fire(reason: Wake): void
  /** Whether the page is shown. */
  isVisible(): boolean
}

/** Listens to the page only while somebody waits. */
export function createWakes(window: WeixinWindow | undefined): Wakes {
  const listeners = new Set<(reason: Wake) => void>()
  const fire = (reason: Wake): void => {
    for (const wake of listeners) wake(reason)
  }
  const isVisible = (): boolean => window?.document.visibilityState !== 'hidden'
  const back = (): void => {
    if (isVisible()) fire('back')
  }
  const online = (): void => fire('other')
  const listen = (change: 'addEventListener' | 'removeEventListener'): void => {
    window?.document[change]('visibilitychange', back)
    window?.[change]?.('pageshow', back)
    window?.[change]?.('online', online)
  }
  return {
    on(wake) {
      if (listeners.size === 0) listen('addEventListener')
      listeners.add(wake)
      return () => {
        if (listeners.delete(wake) && listeners.size === 0) listen('removeEventListener')
      }
    },
    fire,
    isVisible,
  }
}
