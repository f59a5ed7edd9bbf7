import { element } from '../element.js'
import { choose } from './choice.js'

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
 * The list of ways to pay.
 * @param {Stage} stage
 * @param {Payment} payment
 * @param {{ present: Method, height: number }} options height of the sheet that it covers, in px
 * @returns {Promise<Method>}
 */
export function chooseMethod(stage, payment, { present, height }) {
  /** @type {(value: Method) => { value: Method, icon: HTMLElement, label: string, flaw?: string }} */
  const option = (value) => ({
    value,
    icon: methodIcon(value),
    label: methodText(value, payment),
    ...(value === 'balance' && !isEnough(payment) && { flaw: '余额不足' }),
  })
  const options = [option('balance'), option('card')]
  return choose(stage, { title: '选择付款方式', present, height, options })
}
