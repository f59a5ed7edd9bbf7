import { type Row, loseReply, tapAndEndSheet, tapAndPay } from './row.ts'

const android = ['WeChat, Android'] as const
const open = { with: ['resume'] }

/** The page is reloaded after what happens, and finds nothing to resume. */
const thenReload =
  (happens: Row['happens']): Row['happens'] =>
  async (it) => {
    await happens(it)
    await it.reload()
    await it.until('idle')
  }

/** The page is loaded again, its component is created again, or there are two of them. */
export const pageLives: readonly Row[] = [
  {
    in: android,
    what: 'a reload while idle',
    open,
    async happens(it) {
      await it.reload()
      await it.until('idle')
    },
    seen: { trail: 'idle | idle' },
  },
  {
    in: android,
    what: 'a reload while ordering',
    open,
    async happens(it) {
      it.fail('POST /weixin/pay', 'hang')
      await it.tap()
      await it.until('ordering')
      it.fail('POST /weixin/pay', null)
      await it.reload()
      await it.until('idle')
    },
    seen: { trail: 'idle ordering | idle' },
  },
  {
    in: android,
    what: 'a reload while paying, and the order was paid',
    open,
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', '502')
      await it.reload()
      await it.until('confirming')
      await it.payElsewhere()
      it.fail('GET /weixin/pay', null)
      await it.until('paid', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying | idle confirming paid', sheets: 1 },
  },
  {
    in: ['desktop browser', 'mini program'],
    what: 'a reload while the payer pays elsewhere',
    open,
    async happens(it) {
      await it.tap()
      await it.until('paying')
      it.fail('GET /weixin/pay', '502')
      await it.reload()
      await it.until('confirming')
      it.shop.order(it.orderId).transactionId = '4200000000202611260000000003'
      it.fail('GET /weixin/pay', null)
      await it.until('paid', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying | idle confirming paid' },
  },
  {
    in: android,
    what: 'a reload while paying, nothing is paid, and the payer taps again',
    open,
    async happens(it) {
      await it.tap()
      await it.sheet()
      await it.reload()
      await it.until('unconfirmed', { every: 1_000 })
      await tapAndPay(it)
    },
    seen: {
      trail: 'idle ordering paying | idle confirming unconfirmed ordering paying confirming paid',
      sheets: 2,
    },
  },
  {
    in: android,
    what: 'a reload while confirming',
    open,
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', '502')
      await it.pay()
      await it.until('confirming')
      await it.reload()
      await it.until('confirming')
      it.fail('GET /weixin/pay', null)
      await it.until('paid', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying confirming | idle confirming paid', sheets: 1 },
  },
  {
    in: android,
    what: 'a reload after paid',
    open,
    happens: thenReload(tapAndPay),
    seen: { trail: 'idle ordering paying confirming paid | idle', sheets: 1 },
  },
  {
    in: android,
    what: 'a reload while unconfirmed',
    open,
    async happens(it) {
      await loseReply(it)
      await it.payElsewhere()
      await it.reload()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying unconfirmed | idle confirming paid', sheets: 1 },
  },
  {
    in: android,
    what: 'a reload after cancelled',
    open,
    happens: thenReload(tapAndEndSheet('cancel', 'cancelled')),
    seen: { trail: 'idle ordering paying cancelled | idle', sheets: 1 },
  },
  {
    in: android,
    what: 'a reload after failed',
    open,
    happens: thenReload(tapAndEndSheet('fail', 'failed')),
    seen: { trail: 'idle ordering paying confirming failed | idle', sheets: 1 },
  },
  {
    in: android,
    what: 'the component is created again while ordering',
    async happens(it) {
      it.fail('POST /weixin/pay', 'hang')
      await it.tap()
      await it.until('ordering')
      await it.tap('重建')
      it.fail('POST /weixin/pay', null)
      await tapAndPay(it)
    },
    seen: {
      trail: 'idle ordering | idle ordering paying confirming paid',
      sheets: 1,
    },
  },
  {
    in: android,
    what: 'the component is created again while the sheet is open, and pays again',
    async happens(it) {
      await it.tap()
      await it.sheet()
      await it.page.getByRole('button', { name: '重建' }).dispatchEvent('click')
      await it.until('idle')
      await it.page.evaluate(() => document.querySelectorAll('button')[2]?.click())
      await it.until('paying')
      await it.pay()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying | idle paying confirming paid', sheets: 1 },
  },
  {
    in: android,
    what: 'the component is created again after unconfirmed, and resumes',
    open,
    async happens(it) {
      await loseReply(it)
      await it.payElsewhere()
      await it.tap('重建')
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying unconfirmed | idle confirming paid', sheets: 1 },
  },
  {
    in: android,
    what: 'two apps on one page pay the same order',
    open: { with: ['twice'] },
    async happens(it) {
      await it.page.evaluate(() => {
        for (const button of document.querySelectorAll('button'))
          if (button.textContent === '支付') button.click()
      })
      await it.pay()
      await it.until('paid')
      await it.until('paid', { instance: 1 })
    },
    seen: {
      trail: 'idle ordering paying confirming paid',
      second: 'idle paying confirming paid',
      sheets: 1,
    },
  },
]
