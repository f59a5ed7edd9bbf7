import { button, element } from '../element.js'
import { band } from './stage.js'

/** @import { Stage } from './stage.js' */

/**
 * A dialog of WeChat's own. Resolves with the label that was chosen; Escape chooses the last one.
 * @param {Stage} stage
 * @param {{ title: string, text?: string, answers: string[] }} question
 * @returns {Promise<string>}
 */
export function question(stage, { title, text, answers }) {
  return new Promise((resolve) => {
    const focused = document.activeElement?.shadowRoot?.activeElement
    /** @type {(label: string) => void} */
    const answer = (label) => {
      dialog.remove()
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true })
      resolve(label)
    }
    const buttons = answers.map((label) => button({}, [label], () => answer(label)))
    const last = answers.at(-1) ?? ''
    const dialog = element(
      'dialog',
      { class: 'question', role: 'alertdialog', 'aria-labelledby': 'title' },
      band(),
      element('h2', { id: 'title' }, title),
      element('p', { id: 'text' }, text ?? ''),
      element('div', { class: 'answers' }, ...buttons),
    )
    if (text) dialog.setAttribute('aria-describedby', 'text')
    stage.show(dialog, () => answer(last))
    buttons.at(-1)?.focus()
  })
}
