import { button, element, icon } from '../element.js'
import { couponText } from './coupons.js'
import { methodIcon, methodName, methodText, yuan } from './methods.js'
import { band } from './stage.js'

/** @import { PinPad } from './pin-pad.js' */
/** @import { Actions, Method, Payment } from '../types.ts' */

/** @type {(payment: Payment) => HTMLElement[]} */
const payeeAndSum = ({ payee, total, coupon }) => [
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
    coupon
      ? element('s', { class: 'before', 'aria-label': '原价' }, `¥${yuan(total + coupon.amount)}`)
      : '',
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

/** @type {(name: string, value: (Node | string)[], onTap: () => void) => HTMLElement} */
const row = (name, value, onTap) =>
  button(
    {},
    [
      element('span', { class: 'name' }, name),
      element('span', { class: 'value' }, ...value, icon('forward')),
    ],
    onTap,
  )

/** @type {(method: Method, text: string, onMethod: () => void) => HTMLElement} */
const methodRow = (method, text, onMethod) => row('付款方式', [methodIcon(method), text], onMethod)

/** @type {(payment: Payment, method: Method, on: Actions) => Node[]} */
export const confirmScreen = (payment, method, on) => [
  band(),
  head('', on.close),
  ...payeeAndSum(payment),
  element(
    'div',
    { class: 'rows' },
    payment.coupons?.length ? row('优惠', [couponText(payment.coupon ?? null)], on.coupon) : '',
    methodRow(method, methodText(method, payment), on.method),
  ),
  button({ class: 'primary' }, ['立即支付'], on.pay),
]

/** @type {(payment: Payment, method: Method, pad: PinPad, on: Actions) => Node[]} */
export const pinScreen = (payment, method, pad, on) => [
  band(),
  head('请输入支付密码', on.close),
  ...payeeAndSum(payment),
  element('div', { class: 'rows' }, methodRow(method, methodName(method), on.method)),
  pad.boxes,
  element(
    'p',
    { class: 'hint' },
    '任意 6 位数字即可。请勿输入真实密码',
    element('span', { lang: 'en' }, ' · never your real PIN'),
  ),
  pad.keys,
]

/** @type {(payment: Payment, method: Method, on: Actions) => Node[]} */
export const successScreen = (payment, method, on) => [
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
      element('span', { class: 'value' }, methodName(method)),
    ),
    payment.coupon
      ? element(
          'div',
          {},
          element('span', { class: 'name' }, '优惠'),
          element('span', { class: 'value' }, couponText(payment.coupon)),
        )
      : '',
  ),
  button({ class: 'secondary' }, ['完成'], on.done),
]
