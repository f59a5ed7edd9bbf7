import { button, element } from '../element.js'
import { band } from './stage.js'

/** @import { Why } from '../types.ts' */
/** @import { Stage } from './stage.js' */

/**
 * What real WeChat never shows: the rule behind its dialog, for the developer.
 * @type {(why: Why) => HTMLElement}
 */
const explanation = ({ code, en, zh, field, reference }) =>
  element(
    'details',
    { class: 'why', open: '' },
    element('summary', {}, '模拟器说明 ', element('span', { lang: 'en' }, 'why')),
    element('p', {}, zh),
    element('p', { lang: 'en' }, en),
    element(
      'p',
      {},
      '规则 ',
      element('code', {}, code),
      ...(field === null ? [] : [' · 字段 ', element('code', {}, field)]),
      ...(reference === null
        ? []
        : [
            ' · 微信文档 ',
            element(
              'a',
              { href: reference.url, target: '_blank', rel: 'noreferrer' },
              reference.title,
            ),
          ]),
    ),
  )

/**
 * A dialog of WeChat's own. Resolves with the label that was chosen; Escape and Back choose the last one.
 * @param {Stage} stage
 * @param {{ title: string, text?: string, why?: Why | undefined, answers: string[] }} question
 * @returns {Promise<string>}
 */
export function question(stage, { title, text, why, answers }) {
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
      ...(why ? [explanation(why)] : []),
      element('div', { class: 'answers' }, ...buttons),
    )
    if (text) dialog.setAttribute('aria-describedby', 'text')
    stage.show(dialog, () => answer(last))
    buttons.at(-1)?.focus()
  })
}
