import { outTradeNo } from '../../src/protocol/out-trade-no.ts'
import { enveloped, saying, sealing, type Attack, type Forge, type Fixture } from './fixture.ts'

const amount = (change: object) =>
  saying(({ genuine }) => ({ amount: { ...(genuine['amount'] as object), ...change } }))
/** The price written in a way that `JSON.stringify` would not write. */
const total = (written: string) =>
  sealing((text) => text.replace('"total":2800', `"total":${written}`))
const attemptOf = (change: (outTradeNo: string, fixture: Fixture) => string) =>
  saying((fixture) => ({ out_trade_no: change(String(fixture.genuine['out_trade_no']), fixture) }))

const malformed = (name: string, forge: Forge): Attack => [
  name,
  forge,
  400,
  'notification-malformed',
]
const notOurs = (name: string, forge: Forge): Attack => [name, forge, 403, 'not-this-order']
const price = (name: string, forge: Forge): Attack => [name, forge, 409, 'unexpected-price']

/** Signed and encrypted by WeChat, but its content is no payment of this order. */
export const contentAttacks: Attack[] = [
  ['another merchant', saying(() => ({ mchid: '1900000009' })), 403, 'not-our-merchant'],
  [
    'our merchant with a space',
    saying(({ genuine }) => ({ mchid: `${String(genuine['mchid'])} ` })),
    403,
    'not-our-merchant',
  ],
  ['another app', saying(() => ({ appid: 'wx00000000000000ff' })), 403, 'not-our-app'],
  [
    'our app in capitals',
    saying(({ genuine }) => ({ appid: String(genuine['appid']).toUpperCase() })),
    403,
    'not-our-app',
  ],
  ['another currency', amount({ currency: 'HKD' }), 403, 'currency-wrong'],
  ['an empty currency', amount({ currency: '' }), 403, 'currency-wrong'],
  price('one fen less', amount({ total: 2799, payer_total: 2799 })),
  price('one fen more', amount({ total: 2801, payer_total: 2801 })),
  price('nothing paid', amount({ total: 0, payer_total: 0 })),
  price('the price with a minus', amount({ total: -2800 })),
  price('yuan for fen', amount({ total: 28 })),
  price('the price only as payer_total', amount({ total: 1, payer_total: 2800 })),
  price(
    'another amount after the right one',
    sealing((text) => text.replace('"total":2800', '"total":2800,"total":1')),
  ),
  malformed('half a fen', total('2800.5')),
  malformed('the price as a text', total('"2800"')),
  malformed('the price in a list', total('[2800]')),
  malformed('the price in an object', total('{"valueOf":2800}')),
  malformed('true for a price', total('true')),
  malformed('null for a price', total('null')),
  malformed('NaN for a price', total('NaN')),
  malformed('Infinity for a price', total('Infinity')),
  malformed('a price beyond all numbers', total('1e400')),
  malformed('a price beyond exact numbers', total('9007199254740993')),
  malformed('a price of 10,000 digits', total('9'.repeat(10_000))),
  malformed('a price in hexadecimal', total('0xAF0')),
  malformed('a price with a leading zero', total('02800')),
  malformed(
    'no amount',
    saying(() => ({ amount: undefined })),
  ),
  malformed(
    'a text for the amount',
    saying(() => ({ amount: '2800' })),
  ),
  notOurs(
    'no order named',
    saying(() => ({ attach: '' })),
  ),
  notOurs(
    'no attach',
    saying(() => ({ attach: undefined })),
  ),
  [
    'a list of orders named',
    saying(({ order }) => ({ attach: [order.id] })),
    400,
    'notification-malformed',
  ],
  ['an unknown order', saying(() => ({ attach: 'TEA9999' })), 404, 'order-unknown'],
  ['__proto__ for an order', saying(() => ({ attach: '__proto__' })), 404, 'order-unknown'],
  [
    'SQL for an order',
    saying(({ order }) => ({ attach: `${order.id}' or '1'='1` })),
    404,
    'order-unknown',
  ],
  notOurs(
    "another order's attempt",
    attemptOf((_outTradeNo, { environment, order }) =>
      outTradeNo(environment, { ...order, id: 'TEA9999' }, 1),
    ),
  ),
  notOurs(
    'an attempt of an older order with this id',
    attemptOf((_outTradeNo, { environment, order }) =>
      outTradeNo(environment, { ...order, createdAt: new Date(0) }, 1),
    ),
  ),
  notOurs(
    "another environment's attempt",
    attemptOf((_outTradeNo, { order }) => outTradeNo('staging', order, 1)),
  ),
  notOurs(
    'an out_trade_no whose attempt is a capital letter',
    attemptOf((text) => `${text.slice(0, -1)}A`),
  ),
  notOurs(
    'an out_trade_no whose attempt is no digit or letter',
    attemptOf((text) => `${text.slice(0, -1)}-`),
  ),
  notOurs(
    'a 37th attempt',
    attemptOf((text) => `${text}0`),
  ),
  notOurs(
    'an out_trade_no without its attempt',
    attemptOf((text) => text.slice(0, -1)),
  ),
  notOurs(
    'the bare order id as an out_trade_no',
    attemptOf((_outTradeNo, { order }) => order.id),
  ),
  malformed(
    'a JSON number as an out_trade_no',
    saying(() => ({ out_trade_no: 1024 })),
  ),
  malformed(
    'no transaction',
    saying(() => ({ transaction_id: undefined })),
  ),
  malformed(
    'not paid',
    saying(() => ({ trade_state: 'NOTPAY' })),
  ),
  malformed(
    'refunded',
    saying(() => ({ trade_state: 'REFUND' })),
  ),
  malformed(
    'paid in lower case',
    saying(() => ({ trade_state: 'success' })),
  ),
  malformed(
    'paid at no moment',
    saying(() => ({ success_time: 'yesterday' })),
  ),
  malformed(
    'a refund as a payment',
    sealing(() => JSON.stringify(REFUND)),
  ),
  malformed(
    'a payment as a refund',
    saying(() => ({}), { eventType: 'REFUND.SUCCESS', originalType: 'refund' }),
  ),
  [
    'a refund of another merchant',
    (fixture) =>
      saying(() => ({ ...REFUND, mchid: '1900000009' }), {
        eventType: 'REFUND.SUCCESS',
        originalType: 'refund',
      })(fixture),
    403,
    'not-our-merchant',
  ],
  [
    'a payment under the event of a refund',
    saying(() => ({}), { eventType: 'REFUND.SUCCESS' }),
    501,
    'notification-unhandled',
  ],
  [
    'a payment with the type of a refund',
    saying(() => ({}), { originalType: 'refund' }),
    501,
    'notification-unhandled',
  ],
  [
    'another product',
    saying(() => ({}), { originalType: 'profitsharing' }),
    501,
    'notification-unhandled',
  ],
  [
    'an unknown event',
    saying(() => ({}), { eventType: 'TRANSACTION.PAYSCORE' }),
    501,
    'notification-unhandled',
  ],
  [
    'the event in lower case',
    saying(() => ({}), { eventType: 'transaction.success' }),
    501,
    'notification-unhandled',
  ],
  [
    'a second event after the right one',
    enveloped((body) => body.replace('"summary"', '"event_type":"TRANSACTION.X","summary"')),
    501,
    'notification-unhandled',
  ],
]

const REFUND = {
  out_refund_no: 'back-1',
  refund_id: '50000000382019052709732678859',
  refund_status: 'SUCCESS',
  success_time: '2026-11-23T10:41:05+08:00',
  user_received_account: '支付用户零钱',
  amount: { total: 2800, refund: 2800, payer_total: 2800, payer_refund: 2800 },
}
