/** @type {((event: PopStateEvent) => void) | null} */
let holder = null

// Chromium runs the window's own listeners in the order of their registration: this script runs before the page's.
window.addEventListener('popstate', (event) => holder?.(event), { capture: true })

/**
 * While one of WeChat's screens is open, Back belongs to it and not to the page: the page's address and its router stay
 * as they are.
 * @param {() => boolean} onBack runs when the user goes back; true: the screen goes away
 * @returns {() => Promise<void>} hands Back to the page again
 */
export function holdBack(onBack) {
  const { state } = history
  let isHeld = true
  let released = () => {}
  history.pushState(state, '')

  holder = (event) => {
    event.stopImmediatePropagation()
    if (!isHeld) return released()
    if (onBack()) isHeld = false
    else history.pushState(state, '')
  }

  return () =>
    new Promise((resolve) => {
      released = () => {
        holder = null
        resolve()
      }
      if (!isHeld) return released()
      isHeld = false
      history.back()
      // A page that went elsewhere meanwhile gets no popstate.
      setTimeout(() => released(), 500)
    })
}
