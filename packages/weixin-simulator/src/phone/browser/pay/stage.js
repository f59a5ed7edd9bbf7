import { element } from '../element.js'
import { styles } from '../styles.js'

// What happens in WeChat is not the page's: its shortcuts and its "tapped elsewhere" hear nothing of it.
const ownEvents =
  'keydown keypress keyup click focusin focusout pointerdown pointerup mousedown mouseup touchstart touchend'.split(
    ' ',
  )

/** @typedef {{ show: (dialog: HTMLDialogElement, onEscape: () => void) => void, close: () => void }} Stage */

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
  // On the window: Chrome asks no listener of the host's when the wheel turns over a backdrop.
  const closed = new AbortController()
  for (const type of ['wheel', 'touchmove']) {
    const { signal } = closed
    window.addEventListener(type, keepPageStill, { capture: true, passive: false, signal })
  }
  document.documentElement.append(host)
  return {
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
    close() {
      closed.abort()
      host.remove()
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
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
