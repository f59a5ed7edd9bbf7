import { simulator } from './landing.js'

/** @typedef {{ weixinSimulator: 'back' | 'forward' | 'reload' } | { weixinSimulator: 'share', event: string }} Order */

/**
 * In the dashboard's phone the page lives in a frame of another origin: this tells the dashboard where the page is, and
 * does what the phone's own buttons ask for. Elsewhere it does nothing.
 * @param {(event: string, data?: unknown) => void} publish
 */
export function tellDashboard(publish) {
  if (window.parent === window) return
  const tell = () =>
    window.parent.postMessage(
      { weixinSimulator: 'page', href: location.href, title: document.title },
      simulator,
    )
  // Old browsers do not know `navigation`: the dashboard then shows the address of the last full load.
  /** @type {EventTarget | undefined} */
  const navigation = Reflect.get(window, 'navigation')
  navigation?.addEventListener('currententrychange', () => setTimeout(tell))
  window.addEventListener('DOMContentLoaded', tell)
  tell()

  window.addEventListener('message', ({ source, origin, data }) => {
    if (source !== window.parent || origin !== simulator) return
    const order = /** @type {Partial<Order>} */ (data)
    if (order?.weixinSimulator === 'back') history.back()
    if (order?.weixinSimulator === 'forward') history.forward()
    if (order?.weixinSimulator === 'reload') location.reload()
    if (order?.weixinSimulator === 'share' && 'event' in order) {
      publish(String(order.event), { scene: 'simulated' })
    }
  })
}
