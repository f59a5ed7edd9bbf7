import { button, element, icon } from '../element.js'
import { band } from './stage.js'

/** @import { PinPad } from './pin-pad.js' */
/** @import { Actions, Payment } from '../types.ts' */

/** @type {(fen: number) => string} */
export const yuan = (fen) => (fen / 100).toFixed(2)

/** @type {(payment: Payment) => HTMLElement[]} */
const payeeAndSum = ({ payee, total }) => [
  element('div', { class: 'payee', id: 'payee' }, payee, element('small', {}, '（模拟商户）')),
  element(
    'div',
    { class: 'sum' },
    element(
      'span',
      { class: 'money', id: 'sum', role: 'img', 'aria-label': `${yuan(total)} 元` },
      element('span', { class: 'yen' }, '¥'),
      yuan(total),
    ),
  ),
]

/** @type {(title: string, onClose: () => void) => HTMLElement} */
const head = (title, onClose) =>
  element(
    'div',
    { class: 'head' },
    button({ class: 'close', 'aria-label': '关闭' }, [icon('cross')], onClose),
    title && element('h1', {}, title),
  )

/** @type {(method: string, onMethod: () => void) => HTMLElement} */
const methodRow = (method, onMethod) =>
  element(
    'div',
    { class: 'rows' },
    button(
      {},
      [
        element('span', { class: 'name' }, '付款方式'),
        element(
          'span',
          { class: 'value' },
          element('i', { class: 'coin', 'aria-hidden': 'true' }, '¥'),
          method,
          icon('forward'),
        ),
      ],
      onMethod,
    ),
  )

/** @type {(payment: Payment, on: Actions) => Node[]} */
export const confirmScreen = (payment, on) => [
  band(),
  head('', on.close),
  ...payeeAndSum(payment),
  methodRow(`零钱（剩余¥${yuan(payment.balance)}）`, on.method),
  button({ class: 'primary' }, ['立即支付'], on.pay),
]

/** @type {(payment: Payment, pad: PinPad, on: Actions) => Node[]} */
export const pinScreen = (payment, pad, on) => [
  band(),
  head('请输入支付密码', on.close),
  ...payeeAndSum(payment),
  methodRow('零钱', on.method),
  pad.boxes,
  element(
    'p',
    { class: 'hint' },
    '任意 6 位数字即可。请勿输入真实密码',
    element('span', { lang: 'en' }, ' · never your real PIN'),
  ),
  pad.keys,
]

/** @type {(payment: Payment, on: Actions) => Node[]} */
export const successScreen = (payment, on) => [
  band(),
  element('div', { class: 'mark' }, icon('tick')),
  element('h1', { class: 'paid', role: 'status' }, '支付成功'),
  ...payeeAndSum(payment),
  element(
    'div',
    { class: 'rows' },
    element(
      'div',
      {},
      element('span', { class: 'name' }, '付款方式'),
      element('span', { class: 'value' }, '零钱'),
    ),
  ),
  button({ class: 'secondary' }, ['完成'], on.done),
]
