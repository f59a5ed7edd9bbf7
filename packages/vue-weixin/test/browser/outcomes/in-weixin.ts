import { expect } from 'vitest'
import { type Row, PAID, loseReply, refused, tapAndPay, tapUntil } from './row.ts'

const android = ['WeChat, Android'] as const

const reply = (value: unknown) => ({ command: 'getBrandWCPayRequest', reply: value })

/** The bridge, the sheet and the payer misbehave. */
export const inWeixin: readonly Row[] = [
  ...(
    [
      [['desktop browser', 'phone browser'], 'outside WeChat', 'not-in-weixin'],
      [['mini program'], 'a mini program', 'pay-in-mini-program'],
      [['WeCom'], 'WeCom', 'wecom-cannot-pay'],
    ] as const
  ).map(([places, what, error]): Row => ({
    in: places,
    what: `${what} with JSAPI alone`,
    open: { payments: '' },
    happens: tapUntil('failed'),
    seen: refused(error),
  })),
  {
    in: ['WeCom'],
    what: 'the bridge of WeCom offers no payment: a QR code instead',
    open: { bridge: { command: 'checkJsApi', reply: { checkResult: {} } } },
    async happens(it) {
      await it.tap()
      await it.until('paying')
      await it.shop.simulator.pay((await it.page.locator('.code-url').textContent()) ?? '')
      await it.until('paid', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying paid' },
  },
  {
    in: android,
    what: 'no bridge',
    open: { bridge: 'absent' },
    async happens(it) {
      await it.tap()
      await it.wait(10_000)
      await it.until('failed', { every: 1_000 })
    },
    seen: refused('no-bridge'),
  },
  {
    in: android,
    what: 'the bridge comes after the tap',
    open: { bridge: 'late' },
    async happens(it) {
      await it.tap()
      await it.until('paying', { every: 500 })
      await it.pay()
      await it.until('paid')
    },
    seen: PAID,
  },
  {
    in: android,
    what: 'the bridge never replies, and nobody touches the page: five minutes',
    open: { bridge: reply(undefined) },
    async happens(it) {
      await it.tap()
      await it.until('paying')
      await it.wait(300_000)
      await it.until('unconfirmed', { every: 1_000 })
    },
    seen: { trail: 'idle ordering paying unconfirmed', error: 'unconfirmed', sheets: 1 },
  },
  {
    in: android,
    what: 'the payer pays after the five minutes',
    async happens(it) {
      await it.tap()
      await it.sheet()
      await it.wait(300_000)
      await it.until('unconfirmed', { every: 1_000 })
      await it.pay()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying unconfirmed confirming paid', sheets: 1 },
  },
  {
    in: android,
    what: 'the reply is lost; a script calls pay() while nobody has touched the page',
    async happens(it) {
      await loseReply(it)
      await it.page.evaluate((id) => window.payByScript(id), it.orderId)
      await it.until('paying')
    },
    seen: { trail: 'idle ordering paying unconfirmed paying', sheets: 1 },
  },
  {
    in: android,
    what: 'the payer comes back while the sheet is still open; a script calls pay(); the payer pays',
    async happens(it) {
      await it.tap()
      await it.sheet()
      await it.comeBack()
      await it.until('unconfirmed', { every: 500 })
      await it.page.evaluate((id) => window.payByScript(id), it.orderId)
      await it.until('paying')
      await it.pay()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying unconfirmed paying confirming paid', sheets: 1 },
  },
  {
    in: android,
    what: 'the reply is lost, and the payer taps again, until a new sheet opens',
    async happens(it) {
      await it.tap()
      await it.endSheet('lost')
      await it.wait(3_000)
      await it.tap()
      await it.until('unconfirmed', { every: 500 })
      await tapAndPay(it)
    },
    seen: {
      trail: 'idle ordering paying unconfirmed ordering paying confirming paid',
      sheets: 2,
    },
  },
  {
    in: android,
    what: 'the reply is lost, and the payer taps the button of another order',
    async happens(it) {
      await it.tap()
      await it.endSheet('lost')
      await it.wait(3_000)
      await it.tap('支付另一单')
      await it.sheet()
    },
    seen: { trail: 'idle ordering paying unconfirmed idle ordering paying', sheets: 2 },
  },
  {
    in: android,
    what: 'the reply is lost, but the order was paid',
    async happens(it) {
      await it.tap()
      await it.endSheet('lost')
      await it.payElsewhere()
      await it.comeBack()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying paid', sheets: 1 },
  },
  {
    in: android,
    what: 'the reply is lost, and the app gives the payment up with reset()',
    async happens(it) {
      await it.tap()
      await it.endSheet('lost')
      await it.tap('放弃')
      await it.until('idle')
      await it.tap()
      await it.sheet()
    },
    seen: { trail: 'idle ordering paying idle ordering paying', sheets: 2 },
  },
  {
    in: android,
    what: 'a script pays another order while the sheet is open',
    async happens(it) {
      await it.tap()
      await it.sheet()
      await it.page.evaluate((id) => window.payByScript(id), `${it.orderId}b`)
      await it.pay()
      await it.until('paid')
    },
    seen: PAID,
  },
  ...(
    [
      ['null', null],
      ['null', null, 'chooseWXPay'],
      ['an empty object', {}],
      ['an object without a text', { errMsg: '' }],
      ['the text "ok"', 'get_brand_wcpay_request:ok'],
    ] as const
  ).map(([what, odd, payments = '']): Row => ({
    in: android,
    what: `the bridge replies ${what}${payments && ` to ${payments}()`}: the server is asked, and nothing is paid`,
    open: { payments, bridge: reply(odd) },
    happens: tapUntil('unconfirmed', { every: 2_000 }),
    seen: {
      trail: 'idle ordering paying confirming unconfirmed',
      error: 'unconfirmed',
      sheets: 1,
    },
  })),
  {
    in: android,
    what: 'the payer closes the sheet, somebody pays the order, and the payer taps again',
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', 'hang')
      await it.endSheet('cancel')
      await it.until('cancelled')
      await it.payElsewhere()
      it.fail('GET /weixin/pay', null)
      await it.tap()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying cancelled ordering paid', sheets: 1 },
  },
  {
    in: android,
    what: 'WeChat returns cancel, as after error dialogs of its own, but the order was paid',
    open: {
      with: ['prepare'],
      bridge: reply({ err_msg: 'get_brand_wcpay_request:cancel' }),
    },
    async happens(it) {
      await it.page.getByText('true').waitFor()
      await it.payElsewhere()
      await it.tap()
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying cancelled paid', sheets: 1 },
  },
  {
    in: android,
    what: 'WeChat returns fail, but the order was paid',
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', '502')
      await it.endSheet('fail')
      await it.until('confirming')
      await it.payElsewhere()
      it.fail('GET /weixin/pay', null)
      await it.until('paid', { every: 1_000 })
    },
    seen: PAID,
  },
  ...['', 'chooseWXPay'].map((payments): Row => ({
    in: android,
    what: `a kernel as old as iOS 14 and Chrome 86${payments && `, ${payments}()`}`,
    open: { payments, with: ['old'] },
    async happens(it) {
      it.fail('POST /weixin/pay', '500')
      await it.tap()
      await it.until('failed')
      it.fail('POST /weixin/pay', null)
      await tapAndPay(it)
    },
    seen: { trail: 'idle ordering failed ordering paying confirming paid', sheets: 1 },
  })),
  {
    in: android,
    what: 'a double tap',
    async happens(it) {
      await it.page.getByRole('button', { name: '支付', exact: true }).dblclick()
      await it.sheet()
      await it.pay()
      await it.until('paid')
    },
    seen: PAID,
  },
  {
    in: android,
    what: 'the order is placed before the tap (prepare)',
    open: { with: ['prepare'] },
    async happens(it) {
      await it.page.getByText('true').waitFor()
      it.fail('POST /weixin/pay', 'hang')
      await tapAndPay(it)
      // Some clients open the sheet only inside a tap.
      expect(await it.page.evaluate(() => window.inTap)).toEqual([true])
    },
    seen: PAID,
  },
  {
    in: android,
    what: '`<KeepAlive>` hides the page while the result is confirmed',
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', '502')
      await it.endSheet('fail')
      await it.until('confirming')
      await it.tap('切换')
      await it.quietFor(30_000)
      await it.payElsewhere()
      it.fail('GET /weixin/pay', null)
      await it.tap('切换')
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying confirming unconfirmed paid', sheets: 1 },
  },
]
