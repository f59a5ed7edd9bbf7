import { element } from '../element.js'
import { simulator } from '../landing.js'
import { styles } from '../styles.js'
import { holdBack } from './back.js'

// Events inside WeChat's screens do not reach the page: neither its shortcuts nor its "tapped elsewhere".
const ownEvents =
  'keydown keypress keyup click focusin focusout pointerdown pointerup mousedown mouseup touchstart touchend'.split(
    ' ',
  )

/**
 * `onBack` runs when the user goes back while the top screen is not a dialog of WeChat's own; true: the stage goes away.
 * @typedef {{ show: (dialog: HTMLDialogElement, onEscape: () => void) => void, onBack: (listener: () => boolean) => void, close: () => Promise<void> }} Stage
 */

/** A shadow root cannot declare fonts: the page's document does, under a name of the simulator's own. */
export const fontSheet = () =>
  element('link', { rel: 'stylesheet', href: `${simulator}/simulator/fonts.css` })

/**
 * Where WeChat's own screens stand: above the page, out of reach of its style sheets.
 * A rule `* { … !important }` of the page wins over `:host`, hence the styles on the host itself and a wrapper within.
 * @param {Element | null} opener gets the focus back
 * @returns {Stage}
 */
export function openStage(opener) {
  const host = document.createElement('weixin-simulator')
  host.style.setProperty('all', 'initial', 'important')
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(styles)
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [sheet]
  const wrapper = element('div', { class: 'weixin', lang: 'zh-CN' })
  root.append(wrapper)
  for (const type of ownEvents) host.addEventListener(type, (event) => event.stopPropagation())
  // On the window: Chrome calls no listener of the host when the wheel turns over a backdrop.
  const closed = new AbortController()
  for (const type of ['wheel', 'touchmove']) {
    const { signal } = closed
    window.addEventListener(type, keepPageStill, { capture: true, passive: false, signal })
  }
  const fonts = fontSheet()
  document.documentElement.append(host, fonts)
  let leave = () => true
  const giveBack = holdBack(() => leave())
  return {
    onBack(listener) {
      leave = listener
    },
    show(dialog, onEscape) {
      wrapper.append(dialog)
      dialog.addEventListener('cancel', (event) => {
        event.preventDefault()
        onEscape()
      })
      // A second Escape in a row closes a dialog without asking it: put it back.
      dialog.addEventListener('close', () => {
        if (!dialog.isConnected) return
        dialog.showModal()
        onEscape()
      })
      dialog.showModal()
    },
    async close() {
      closed.abort()
      host.remove()
      fonts.remove()
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
      await giveBack()
    },
  }
}

/** @type {(event: Event) => void} */
function keepPageStill(event) {
  const isScrollable = (/** @type {EventTarget} */ target) =>
    target instanceof HTMLDialogElement && target.scrollHeight > target.clientHeight
  if (!event.composedPath().some(isScrollable)) event.preventDefault()
}

/** The mark that no simulated screen goes without. @type {() => HTMLElement} */
export const band = () =>
  element(
    'div',
    { class: 'band' },
    element(
      'span',
      {},
      element('b', {}, '模拟 ', element('span', { lang: 'en' }, 'SIMULATOR')),
      ' · 不会真实扣款 ',
      element('span', { lang: 'en' }, 'no real money'),
    ),
  )
