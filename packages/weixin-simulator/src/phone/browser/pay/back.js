/**
 * While one of WeChat's screens is open, Back belongs to it and not to the page: the page's address and its router stay
 * as they are.
 * @param {() => boolean} onBack runs when the user goes back; true: the screen goes away
 * @returns {() => Promise<void>} gives Back to the page again
 */
export function holdBack(onBack) {
  const { state } = history
  let isHeld = true
  let released = () => {}
  history.pushState(state, '')

  /** @param {PopStateEvent} event */
  const onPopState = (event) => {
    event.stopImmediatePropagation()
    if (!isHeld) return released()
    if (onBack()) isHeld = false
    else history.pushState(state, '')
  }
  window.addEventListener('popstate', onPopState, { capture: true })

  return () =>
    new Promise((resolve) => {
      released = () => {
        window.removeEventListener('popstate', onPopState, { capture: true })
        resolve()
      }
      if (!isHeld) return released()
      isHeld = false
      history.back()
      // A page that went elsewhere meanwhile gets no popstate.
      setTimeout(() => released(), 500)
    })
}
