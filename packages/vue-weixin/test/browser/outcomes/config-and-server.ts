import { type Row, PAID, refused, tapAndPay, tapUntil } from './row.ts'
import type { ServerTrouble } from './shop.ts'

const android = ['WeChat, Android'] as const
const devtools = ['WeChat devtools'] as const

const failedPOST = (trouble: ServerTrouble, what: string, error: string): Row => ({
  in: android,
  what: `${what} while the order is placed`,
  async happens(it) {
    it.fail('POST /weixin/pay', trouble)
    await it.tap()
    await it.until('failed', { every: 5_000 })
  },
  seen: refused(error),
})

const failedGET = (trouble: ServerTrouble, what: string): Row => ({
  in: android,
  what: `${what} while the result is confirmed; then it is well again`,
  async happens(it) {
    await it.tap()
    await it.sheet()
    it.fail('GET /weixin/pay', trouble)
    await it.pay()
    await it.until('unconfirmed', { every: 5_000 })
    it.fail('GET /weixin/pay', null)
    await it.until('paid', { every: 10_000 })
  },
  seen: { trail: 'idle ordering paying confirming unconfirmed paid', sheets: 1 },
})

/** `wx.config` fails, the server or the network is away, or the server refuses. */
export const configAndServer: readonly Row[] = [
  {
    in: devtools,
    what: 'the page is under no JS-safe domain',
    open: { payments: 'chooseWXPay' },
    async happens(it) {
      it.shop.simulator.phone.register({ jsDomains: ['elsewhere.example.com'] })
      await it.tap()
      await it.until('failed')
      it.shop.simulator.phone.register({ jsDomains: null })
    },
    seen: refused('invalid-url-domain'),
  },
  {
    in: devtools,
    what: 'another server has replaced the jsapi_ticket',
    async happens(it) {
      await it.shop.simulator.faults.retireTicket()
      await tapAndPay(it)
    },
    seen: PAID,
  },
  {
    in: devtools,
    what: 'WeChat never replies to wx.config',
    open: {
      payments: 'chooseWXPay',
      bridge: { command: 'preVerifyJSAPI', reply: undefined },
    },
    happens: tapUntil('failed', { every: 2_000 }),
    seen: refused('timeout'),
  },
  {
    in: devtools,
    what: 'WeChat denies wx.config',
    open: {
      payments: 'chooseWXPay',
      bridge: { command: 'preVerifyJSAPI', reply: { errMsg: 'config:fail_permission denied' } },
    },
    happens: tapUntil('failed'),
    seen: refused('denied'),
  },
  ...(
    [
      ['500', 'the server fails (500)', 'server-unavailable'],
      ['502', 'a proxy returns its 502 page', 'server-unavailable'],
      ['hang', 'the server hangs', 'unreachable'],
    ] as const
  ).map(([trouble, what, error]): Row => ({
    in: devtools,
    what: `${what} while wx.config is signed`,
    open: { payments: 'chooseWXPay' },
    async happens(it) {
      it.fail('GET /weixin/config', trouble)
      await it.tap()
      await it.until('failed', { every: 5_000 })
    },
    seen: refused(error),
  })),
  {
    in: devtools,
    what: 'the device is offline while the SDK is loaded',
    open: { payments: 'chooseWXPay' },
    async happens(it) {
      await it.offline(true)
      await it.tap()
      await it.until('failed', { every: 5_000 })
    },
    seen: refused('sdk-not-loaded'),
  },
  failedPOST('500', 'the server fails (500)', 'internal'),
  failedPOST('502', 'a proxy returns its 502 page', 'server-unavailable'),
  failedPOST('hang', 'the server hangs', 'unreachable'),
  failedPOST('401', 'the payer is not signed in (401)', 'sign-in-required'),
  failedPOST('404', 'the order is not theirs (404)', 'order-not-found'),
  {
    in: android,
    what: 'the payer is not signed in, and usePay({ signIn: true })',
    open: { with: ['signIn'] },
    async happens(it) {
      it.fail('POST /weixin/pay', '401')
      await it.tap()
      await it.page.waitForURL(/\/connect\/oauth2\/authorize/)
      it.fail('POST /weixin/pay', null)
      await it.page.goBack()
      await it.until('idle')
    },
    seen: { trail: 'idle ordering failed | idle' },
  },
  {
    in: android,
    what: 'the session ends while the result is confirmed, and usePay({ signIn: true })',
    open: { with: ['signIn', 'resume'] },
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', '401')
      await it.pay()
      await it.page.waitForURL(/\/connect\/oauth2\/authorize/)
      it.fail('GET /weixin/pay', null)
      await it.page.goBack()
      await it.until('paid')
    },
    seen: {
      trail: 'idle ordering paying confirming unconfirmed | idle confirming paid',
      sheets: 1,
    },
  },
  {
    in: android,
    what: 'the device is offline while the order is placed',
    async happens(it) {
      await it.offline(true)
      await it.tap()
      await it.until('failed', { every: 5_000 })
    },
    seen: refused('unreachable'),
  },
  {
    in: android,
    what: 'the network comes back while the order is placed',
    async happens(it) {
      await it.offline(true)
      await it.tap()
      await it.offline(false)
      await it.until('paying', { every: 1_000 })
      await it.pay()
      await it.until('paid')
    },
    seen: PAID,
  },
  {
    in: android,
    what: 'the device goes offline when the sheet opens, which fails; then the network is back',
    open: { with: ['prepare'] },
    async happens(it) {
      await it.page.getByText('true').waitFor()
      await it.offline(true)
      await it.tap()
      await it.until('unconfirmed', { every: 5_000 })
      await it.offline(false)
      await it.until('failed', { every: 10_000 })
    },
    seen: {
      trail: 'idle ordering paying confirming unconfirmed failed',
      error: 'payment-refused',
      sheets: 1,
    },
  },
  {
    in: android,
    what: 'the device is offline while the result is confirmed; then the network is back',
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', 'hang')
      await it.pay()
      await it.until('confirming')
      await it.offline(true)
      it.fail('GET /weixin/pay', null)
      await it.until('unconfirmed', { every: 5_000 })
      await it.offline(false)
      await it.until('paid')
    },
    seen: { trail: 'idle ordering paying confirming unconfirmed paid', sheets: 1 },
  },
  failedGET('500', 'the server fails (500)'),
  failedGET('502', 'a proxy returns its 502 page'),
  failedGET('hang', 'the server hangs'),
  ...(
    [
      ['401', 'sign-in-required'],
      ['404', 'order-not-found'],
    ] as const
  ).map(([trouble, error]): Row => ({
    in: android,
    what: `the server refuses the query (${trouble}): it is not asked again`,
    async happens(it) {
      await it.tap()
      await it.sheet()
      it.fail('GET /weixin/pay', trouble)
      await it.pay()
      await it.until('unconfirmed')
      await it.quietFor(300_000)
    },
    seen: { trail: 'idle ordering paying confirming unconfirmed', error, sheets: 1 },
  })),
]
