import type { WeixinWindow } from '../browser/weixin-window.ts'

/**
 * Why the server is queried before its time: the payer is `back` on this page, or something else happened that makes a
 * query worthwhile, such as a tap or a network that is back.
 */
export type Wake = 'back' | 'other'

/** Tells payments when a query of the server is worthwhile. */
export interface Wakes {
  /** Resolves at the next wake. */
  readonly next: () => Promise<Wake>
  /** Wakes all. */
  fire(reason: Wake): void
  /** Whether the page is shown. */
  isVisible(): boolean
}

/** With what a finger, a mouse, a key or a screen reader begins to act on the page. */
const TOUCHES = ['touchstart', 'mousedown', 'keydown']

/** Listens to the page, for as long as the page lives. @param touched called when the payer touches the page */
export function createWakes(window: WeixinWindow | undefined, touched: () => void): Wakes {
  let resolve: ((reason: Wake) => void) | undefined
  let promise: Promise<Wake> | undefined
  const isVisible = (): boolean => window?.document.visibilityState !== 'hidden'
  const fire = (reason: Wake): void => {
    resolve?.(reason)
    promise = undefined
  }
  const back = (): void => {
    if (isVisible()) fire('back')
  }
  const { document } = window ?? {}
  for (const event of TOUCHES) document?.addEventListener(event, touched)
  document?.addEventListener('visibilitychange', back)
  window?.addEventListener?.('pageshow', back)
  window?.addEventListener?.('online', () => fire('other'))
  return {
    next: () => (promise ??= new Promise((given) => (resolve = given))),
    fire,
    isVisible,
  }
}
