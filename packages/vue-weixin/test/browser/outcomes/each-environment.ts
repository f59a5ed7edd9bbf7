import type { EnvironmentName } from './environments.ts'
import { type Row, PAID, loseReply, refused, tapAndEndSheet, tapAndPay } from './row.ts'

const withSheet: readonly EnvironmentName[] = [
  'WeChat, iOS',
  'WeChat, Android',
  'WeChat, HarmonyOS',
  'WeChat, Windows',
  'WeChat, macOS',
  'WeChat devtools',
  'WeCom',
]

/** The ordinary ends of a payment, in every environment. */
export const eachEnvironment: readonly Row[] = [
  {
    in: withSheet,
    what: 'the payer pays in the sheet',
    happens: tapAndPay,
    seen: PAID,
  },
  {
    in: ['WeChat, iOS', 'WeChat, Android', 'WeChat, HarmonyOS'],
    what: 'the payer pays, by wx.chooseWXPay',
    open: { payments: 'chooseWXPay' },
    happens: tapAndPay,
    seen: PAID,
  },
  {
    in: withSheet,
    what: 'the payer closes the sheet',
    happens: tapAndEndSheet('cancel', 'cancelled'),
    seen: { trail: 'idle ordering paying cancelled', sheets: 1 },
  },
  {
    in: withSheet,
    what: 'WeChat rejects the payment',
    happens: tapAndEndSheet('fail', 'failed'),
    seen: {
      trail: 'idle ordering paying confirming failed',
      error: 'payment-refused',
      sheets: 1,
    },
  },
  {
    in: withSheet,
    what: 'the reply of the sheet is lost, and the payer comes back',
    happens: loseReply,
    seen: { trail: 'idle ordering paying unconfirmed', error: 'unconfirmed', sheets: 1 },
  },
  {
    in: ['phone browser'],
    what: "the payer pays on WeChat's H5 page and comes back",
    open: { with: ['resume'] },
    happens: tapAndPay,
    seen: { trail: 'idle ordering paying | idle confirming paid' },
  },
  {
    in: ['phone browser'],
    what: 'the payer comes back without having paid',
    open: { with: ['resume'] },
    async happens(it) {
      await it.tap()
      await it.page.waitForURL(`${it.shop.simulator.url}/**`)
      await it.page.getByRole('link', { name: '返回商家' }).click()
      await it.until('unconfirmed', { every: 1_000 })
    },
    seen: {
      trail: 'idle ordering paying | idle confirming unconfirmed',
      error: 'unconfirmed',
    },
  },
  {
    in: ['desktop browser'],
    what: 'the payer scans the code and pays',
    async happens(it) {
      await it.tap()
      await it.until('paying')
      await it.pay()
      await it.until('paid', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying paid' },
  },
  {
    in: ['desktop browser'],
    what: 'nobody pays while the code is valid (two hours)',
    async happens(it) {
      await it.tap()
      await it.until('paying')
      await it.wait(7_200_000)
      await it.until('unconfirmed', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying unconfirmed', error: 'unconfirmed' },
  },
  {
    in: ['desktop browser'],
    what: 'the order was paid while the page placed it anew',
    async happens(it) {
      it.shop.order(it.orderId).transactionId = '4200000000202611260000000002'
      await it.tap()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paid' },
  },
  {
    in: ['mini program'],
    what: "the mini program's page takes the order, and the payer comes back",
    async happens(it) {
      await it.tap()
      await it.until('paying')
      await it.pay()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying paid' },
  },
  {
    in: ['mini program'],
    what: 'the payer comes back without having paid',
    async happens(it) {
      await it.tap()
      await it.until('paying')
      await it.comeBack()
      await it.until('unconfirmed', { every: 500 })
    },
    seen: { trail: 'idle ordering paying unconfirmed', error: 'unconfirmed' },
  },
  {
    in: ['phone browser', 'desktop browser', ...withSheet],
    what: 'the order takes no payment any more',
    async happens(it) {
      Object.assign(it.shop.order(it.orderId), { closed: true })
      await it.tap()
      await it.until('failed')
    },
    seen: refused('order-closed'),
  },
]
