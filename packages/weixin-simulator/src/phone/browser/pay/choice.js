import { button, element, icon } from '../element.js'
import { band } from './stage.js'

/** @import { Stage } from './stage.js' */

/**
 * A list over the sheet. Resolves with the value that was tapped; closed, with the one there was.
 * @template T
 * @param {Stage} stage
 * @param {{ title: string, present: T, height: number, options: { value: T, icon?: HTMLElement, label: string, flaw?: string }[] }} list
 *   `height` of the sheet that it covers, in px; an option with a flaw cannot be chosen
 * @returns {Promise<T>}
 */
export function choose(stage, { title, present, height, options }) {
  return new Promise((resolve) => {
    /** @type {(value: T) => void} */
    const take = (value) => {
      dialog.remove()
      resolve(value)
    }
    const close = () => take(present)
    const rows = options.map(({ value, icon: sign, label, flaw }) => {
      const isPresent = value === present
      const made = button(
        { 'aria-pressed': String(isPresent) },
        [
          sign ?? '',
          element('span', { class: 'label' }, label, flaw ? element('small', {}, flaw) : ''),
          isPresent && !flaw ? icon('tick') : '',
        ],
        () => take(value),
      )
      made.disabled = flaw !== undefined
      return made
    })
    const dialog = element(
      'dialog',
      { class: 'sheet methods', 'aria-labelledby': 'methods' },
      band(),
      element(
        'div',
        { class: 'head' },
        button({ class: 'close', 'aria-label': '返回' }, [icon('back')], close),
        element('h1', { id: 'methods' }, title),
      ),
      element('div', { class: 'rows' }, ...rows),
    )
    dialog.style.setProperty('min-height', `${height}px`)
    stage.show(dialog, close)
    const pressed = dialog.querySelector('[aria-pressed=true]:enabled, .rows button:enabled')
    if (pressed instanceof HTMLElement) pressed.focus()
  })
}
