import { button, element, icon } from '../element.js'
import { band } from './stage.js'

/** @import { Method, Payment } from '../types.ts' */
/** @import { Stage } from './stage.js' */

/** @type {(fen: number) => string} */
export const yuan = (fen) => (fen / 100).toFixed(2)

/** @type {(payment: Payment) => boolean} */
const isEnough = ({ balance, total }) => balance >= total

/** @type {(method: Method) => string} */
export const methodName = (method) => (method === 'card' ? '模拟银行 储蓄卡（尾号 0000）' : '零钱')

/** @type {(method: Method, payment: Payment) => string} */
export const methodText = (method, { balance }) =>
  method === 'card' ? methodName(method) : `零钱（剩余¥${yuan(balance)}）`

/** @type {(method: Method) => HTMLElement} */
export const methodIcon = (method) =>
  method === 'card'
    ? element('i', { class: 'bank', 'aria-hidden': 'true' }, '银')
    : element('i', { class: 'coin', 'aria-hidden': 'true' }, '¥')

/**
 * The list of ways to pay. Resolves with the one that was tapped; closed, with the one there was.
 * @param {Stage} stage
 * @param {Payment} payment
 * @param {{ present: Method, height: number }} options height of the sheet that it covers, in px
 * @returns {Promise<Method>}
 */
export function chooseMethod(stage, payment, { present, height }) {
  return new Promise((resolve) => {
    /** @type {(method: Method) => void} */
    const choose = (method) => {
      dialog.remove()
      resolve(method)
    }
    const close = () => choose(present)
    /** @type {(method: Method) => HTMLElement} */
    const row = (method) => {
      const isShort = method === 'balance' && !isEnough(payment)
      const made = button(
        { 'aria-pressed': String(method === present) },
        [
          methodIcon(method),
          element(
            'span',
            { class: 'label' },
            methodText(method, payment),
            isShort ? element('small', {}, '余额不足') : '',
          ),
          method === present && !isShort ? icon('tick') : '',
        ],
        () => choose(method),
      )
      made.disabled = isShort
      return made
    }
    const dialog = element(
      'dialog',
      { class: 'sheet methods', 'aria-labelledby': 'methods' },
      band(),
      element(
        'div',
        { class: 'head' },
        button({ class: 'close', 'aria-label': '返回' }, [icon('back')], close),
        element('h1', { id: 'methods' }, '选择付款方式'),
      ),
      element('div', { class: 'rows' }, row('balance'), row('card')),
    )
    dialog.style.setProperty('min-height', `${height}px`)
    stage.show(dialog, close)
    const pressed = dialog.querySelector('[aria-pressed=true]:enabled, .rows button:enabled')
    if (pressed instanceof HTMLElement) pressed.focus()
  })
}
