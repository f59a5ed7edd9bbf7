import { element } from '../element.js'
import { styles } from '../styles.js'

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
  // Keys are for WeChat alone: the page's shortcuts hear none of them.
  for (const type of ['keydown', 'keypress', 'keyup']) {
    host.addEventListener(type, (event) => event.stopPropagation())
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
      host.remove()
      if (opener instanceof HTMLElement) opener.focus({ preventScroll: true })
    },
  }
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
