import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { wxPayment } from '../../test/fakes.ts'
import { type ManualClock, manualClock } from '../../test/manual-clock.ts'
import { type Merchant, failure, startMerchant } from '../../test/merchant.ts'
import { android, component, fakeBridge, fakeWindow } from '../../test/page.ts'
import type { Bridge } from '../browser/weixin-window.ts'
import type { WeixinOptions } from '../weixin.ts'
import { h5 } from './methods/h5.ts'
import { miniProgram } from './methods/mini-program.ts'
import { qr } from './methods/qr.ts'
import { wecom } from './methods/wecom.ts'
import type { PayStatus } from './pay-state.ts'
import { type UsePayOptions, type UsePayReturn, usePay } from './use-pay.ts'

let merchant: Merchant
let bridge: ReturnType<typeof fakeBridge>
beforeEach(async () => {
  merchant = await startMerchant()
  bridge = fakeBridge()
  for (const id of ['7', '8']) {
    merchant.answers[`POST /weixin/pay/${id}`] = { body: { tradeType: 'jsapi', params: wxPayment } }
    merchant.answers[`GET /weixin/pay/${id}`] = { body: { orderId: id, state: 'paid' } }
  }
})
afterEach(() => merchant.close())

const page = (more: WeixinOptions = {}): WeixinOptions => ({
  base: `${merchant.url}/weixin`,
  window: fakeWindow(bridge),
  ...more,
})
const shop = (options?: UsePayOptions, more?: WeixinOptions) =>
  component(() => usePay(options), page(more))
const sheets = (count: number) => expect.poll(() => bridge.invoked.length).toBe(count)
/** Moves time by steps until a payment has the status. */
const reaches = (status: PayStatus, pay: UsePayReturn, clock: ManualClock, step = 1_000) =>
  expect
    .poll(async () => {
      await clock.advance(step)
      return pay.status.value
    })
    .toBe(status)

test('pays an order', async () => {
  const { used: pay } = shop()
  expect([pay.status.value, pay.orderId.value, pay.isPaying.value]).toEqual(['idle', null, false])
  const settled = pay.pay('7')
  expect([pay.status.value, pay.orderId.value, pay.isPaying.value]).toEqual(['ordering', '7', true])
  await sheets(1)
  expect([pay.status.value, pay.isPaying.value]).toEqual(['paying', true])
  expect(bridge.invoked[0]).toEqual(['getBrandWCPayRequest', wxPayment])
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await settled).toBe('paid')
  expect([pay.status.value, pay.error.value, pay.isPaying.value]).toEqual(['paid', null, false])
  expect(merchant.requests).toEqual(['POST /weixin/pay/7?tradeType=jsapi', 'GET /weixin/pay/7'])
})

test('a double tap makes one payment', async () => {
  const { used: pay } = shop()
  const taps = [pay.pay('7'), pay.pay('7')]
  await sheets(1)
  taps.push(pay.pay('7'))
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await Promise.all(taps)).toEqual(['paid', 'paid', 'paid'])
  expect(bridge.invoked).toHaveLength(1)
  expect(merchant.requests.filter((call) => call.startsWith('POST'))).toHaveLength(1)
})

test('two components that pay one order make one payment and show the same', async () => {
  const { used: list, weixin } = shop()
  const { used: detail } = component(() => usePay(), weixin)
  const taps = [list.pay('7'), detail.pay('7')]
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await Promise.all(taps)).toEqual(['paid', 'paid'])
  expect([list.status.value, detail.status.value]).toEqual(['paid', 'paid'])
  expect(bridge.invoked).toHaveLength(1)
})

test('one sheet at a time: another order fails, and the payment under method stays as it is', async () => {
  const { used: pay, weixin } = shop()
  const { used: other } = component(() => usePay(), weixin)
  const first = pay.pay('7')
  await sheets(1)
  expect(await pay.pay('8')).toBe('failed')
  expect([pay.status.value, pay.orderId.value]).toEqual(['paying', '7'])
  expect(await other.pay('8')).toBe('failed')
  expect(other.error.value?.code).toBe('busy')
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await first).toBe('paid')
  const second = other.pay('8')
  await sheets(2)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await second).toBe('paid')
})

test('cancelled, and paid at the next tap', async () => {
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
  const { used: pay } = shop()
  const first = pay.pay('7')
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:cancel' })
  expect(await first).toBe('cancelled')
  expect(pay.isPaying.value).toBe(false)
  const second = pay.pay('7')
  await sheets(2)
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await second).toBe('paid')
})

test('a tap right after cancel begins anew, and both calls settle', async () => {
  const clock = manualClock()
  const { used: pay } = shop({}, { clock })
  const first = pay.pay('7')
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:cancel' })
  await expect.poll(() => pay.status.value).toBe('cancelled')
  const second = pay.pay('7')
  expect(await first).toBe('cancelled')
  await sheets(2)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  await expect.poll(() => pay.status.value).toBe('confirming')
  await clock.advance(0)
  expect(await second).toBe('paid')
})

test('settles as unconfirmed and turns to paid later', async () => {
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unknown' } }
  const clock = manualClock()
  const { used: pay } = shop({}, { clock })
  const settled = pay.pay('7')
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  await expect.poll(() => pay.status.value).toBe('confirming')
  await clock.advance(30_000)
  expect(await settled).toBe('unconfirmed')
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
  await reaches('paid', pay, clock, 10_000)
})

test.each([
  ['ordering', 'cancelled'],
  ['paying', 'unconfirmed'],
] as const)('unmounted while %s, it settles and leaves no timer', async (when, status) => {
  const clock = manualClock()
  const { used: pay, scope } = shop({}, { clock })
  const settled = pay.pay('7')
  await expect.poll(() => pay.status.value).toBe(when)
  scope.stop()
  expect(await settled).toBe(status)
  await clock.advance(60_000)
  expect(pay.status.value).toBe(status)
  expect(clock.waiting()).toBe(0)
  expect(bridge.invoked).toHaveLength(when === 'paying' ? 1 : 0)
})

test('goes on while another component still cares', async () => {
  const { used: list, weixin } = shop()
  const { used: sheet, scope } = component(() => usePay(), weixin)
  const taps = [list.pay('7'), sheet.pay('7')]
  await sheets(1)
  scope.stop()
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await Promise.all(taps)).toEqual(['paid', 'paid'])
})

test('401 carries the sign-in, and goes there by itself only when asked', async () => {
  const refusal = failure(401, 'sign-in-required', { signIn: '/weixin/oauth' })
  merchant.answers['POST /weixin/pay/7'] = refusal
  const window = fakeWindow(bridge)
  const { used: pay, weixin } = shop({}, { window })
  expect(await pay.pay('7')).toBe('failed')
  expect(pay.error.value).toMatchObject({
    code: 'sign-in-required',
    status: 401,
    id: 'f00d',
    signIn: '/weixin/oauth',
  })
  expect(window.left).toEqual([])
  const { used: signing } = component(() => usePay({ signIn: true }), weixin)
  expect(await signing.pay('7')).toBe('failed')
  expect(window.left).toEqual(['/weixin/oauth?returnTo=%2Forders%3Fpage%3D2%23top'])
})

test('resume() leaves for the sign-in once, because a browser that keeps no cookie would go round', async () => {
  merchant.answers['GET /weixin/pay/7'] = failure(401, 'sign-in-required', { signIn: '/in' })
  const { sessionStorage } = fakeWindow()
  const clock = manualClock()
  const load = async (more: object): Promise<number> => {
    const window = Object.assign(fakeWindow(bridge), more)
    const { used: pay } = shop({ signIn: true }, { window, clock })
    const settled = pay.resume('7')
    await clock.advance(0)
    expect(await settled).toBe('unconfirmed')
    return window.left.length
  }
  expect([await load({ sessionStorage }), await load({ sessionStorage })]).toEqual([1, 0])
  await clock.advance(60_000)
  expect(await load({ sessionStorage })).toBe(1)
  expect(await load({ sessionStorage: undefined })).toBe(0)
})

test('a tap leaves for the sign-in each time', async () => {
  merchant.answers['POST /weixin/pay/7'] = failure(401, 'sign-in-required', { signIn: '/in' })
  const window = fakeWindow(bridge)
  const { used: pay } = shop({ signIn: true }, { window })
  await pay.pay('7')
  await pay.pay('7')
  expect(window.left).toHaveLength(2)
})

test('outside WeChat it fails without an order', async () => {
  const window = fakeWindow(undefined, 'Mozilla/5.0 Chrome/140.0.0.0 Safari/537.36')
  const { used: pay } = shop({}, { window })
  expect(await pay.pay('7')).toBe('failed')
  expect(pay.error.value?.code).toBe('not-in-weixin')
  expect(pay.error.value?.remedy?.zh).toContain('微信')
  expect(merchant.requests).toEqual([])
})

test('waits for a bridge that comes late', async () => {
  const window = fakeWindow()
  const { used: pay } = shop({}, { window })
  void pay.pay('7')
  await expect.poll(() => pay.status.value).toBe('ordering')
  window.WeixinJSBridge = bridge
  window.document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  await sheets(1)
})

test('no bridge after ten seconds', async () => {
  const clock = manualClock()
  const { used: pay } = shop({}, { window: fakeWindow(), clock })
  const settled = pay.pay('7')
  await clock.advance(10_000)
  expect(await settled).toBe('failed')
  expect(pay.error.value?.code).toBe('no-bridge')
  expect(clock.waiting()).toBe(0)
})

test('a server that is not there', async () => {
  const clock = manualClock()
  const { used: pay } = shop({}, { clock, base: 'http://127.0.0.1:1/weixin' })
  void pay.pay('7')
  await reaches('failed', pay, clock)
  expect(pay.error.value?.code).toBe('unreachable')
})

test('a base where something else answers', async () => {
  merchant.answers['POST /weixin/pay/7'] = { type: 'text/html', body: '<!doctype html>' }
  const { used: pay } = shop()
  expect(await pay.pay('7')).toBe('failed')
  expect(pay.error.value?.code).toBe('response-unreadable')
})

test('on a server it is idle and pays nothing', async () => {
  const { used: pay } = component(() => usePay(), { base: `${merchant.url}/weixin` })
  expect(pay.status.value).toBe('idle')
  expect(await pay.pay('7')).toBe('failed')
  expect(merchant.requests).toEqual([])
})

test('@click="pay" hands over an event: a clear error, and nothing is ordered', async () => {
  const { used: pay } = shop()
  expect(await pay.pay(new Event('click') as unknown as string)).toBe('failed')
  expect(pay.error.value).toMatchObject({ code: 'order-id-invalid' })
  expect(pay.error.value?.message).toContain('event of @click="pay"')
  await expect(pay.payAsync('')).rejects.toMatchObject({ code: 'order-id-invalid' })
  expect(merchant.requests).toEqual([])
  void pay.pay('7')
  await sheets(1)
  expect(pay.error.value).toBeNull()
})

test.each<[string, unknown]>([
  ['nothing yet, as `order?.id` gives', undefined],
  ['null', null],
  ['a number', 7],
  ['an order in place of its id', { id: '7' }],
  ['an object that has no text', Object.create(null)],
  ['a symbol', Symbol('7')],
  ['half a character', '\ud83c'],
  ['a name that the address leaves out', '..'],
])('%s is no id of an order: nothing rejects, and nothing is requested', async (_, id) => {
  const { used: pay } = shop()
  const orderId = id as string
  await pay.prepare(orderId)
  expect(await pay.pay(orderId)).toBe('failed')
  expect(pay.error.value?.code).toBe('order-id-invalid')
  await expect(pay.payAsync(orderId)).rejects.toMatchObject({ code: 'order-id-invalid' })
  pay.reset()
  // Without an id, `resume` looks for the order that was under way.
  expect(await pay.resume(orderId)).toBe(id ? 'failed' : 'idle')
  expect(merchant.requests).toEqual([])
})

test('an onPaid of the app that throws does not keep the payment from settling', async () => {
  const thrown: unknown[] = []
  const catchIt = (reason: unknown): void => void thrown.push(reason)
  process.on('unhandledRejection', catchIt)
  const failure = new Error('of the app')
  const { used: pay } = shop({
    onPaid() {
      throw failure
    },
  })
  const settled = pay.pay('7')
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await settled).toBe('paid')
  await expect.poll(() => thrown).toEqual([failure])
  process.off('unhandledRejection', catchIt)
})

describe('payAsync', () => {
  test('resolves when it is paid', async () => {
    const { used: pay } = shop()
    const done = pay.payAsync('7')
    await sheets(1)
    bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
    expect(await done).toBeUndefined()
  })

  test('rejects with cancelled, and with why it failed', async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const { used: pay } = shop()
    const done = pay.payAsync('7')
    await sheets(1)
    bridge.answer({ err_msg: 'get_brand_wcpay_request:cancel' })
    await expect(done).rejects.toMatchObject({ code: 'cancelled' })
    merchant.answers['POST /weixin/pay/7'] = failure(404, 'order-not-found')
    await expect(pay.payAsync('7')).rejects.toMatchObject({
      code: 'order-not-found',
      payerMessage: { zh: '订单不存在' },
    })
  })

  test('rejects with cancelled when the app gives the payment up', async () => {
    const { used: pay } = shop()
    const done = pay.payAsync('7')
    await sheets(1)
    pay.reset()
    await expect(done).rejects.toMatchObject({ code: 'cancelled' })
  })
})

test('onPaid is called once, also after unconfirmed', async () => {
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unknown' } }
  const clock = manualClock()
  const paid: string[] = []
  const { used: pay, weixin } = shop({ onPaid: (orderId) => void paid.push(orderId) }, { clock })
  void pay.pay('7')
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  await expect.poll(() => pay.status.value).toBe('confirming')
  await clock.advance(30_000)
  expect(pay.status.value).toBe('unconfirmed')
  merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
  await reaches('paid', pay, clock, 10_000)
  component(() => usePay({ onPaid: () => void paid.push('news') }), weixin)
  expect(paid).toEqual(['7'])
})

describe('prepare', () => {
  test('orders before the tap, and the tap opens the sheet at once', async () => {
    const { used: pay } = shop()
    await pay.prepare('7')
    expect(pay.status.value).toBe('idle')
    expect(merchant.requests).toEqual(['POST /weixin/pay/7?tradeType=jsapi'])
    void pay.pay('7')
    expect(bridge.invoked).toEqual([['getBrandWCPayRequest', wxPayment]])
    expect(pay.status.value).toBe('paying')
    expect(merchant.requests).toHaveLength(1)
  })

  test('a failure is shown by the tap, which tries again', async () => {
    merchant.answers['POST /weixin/pay/7'] = failure(409, 'price-changed')
    const { used: pay } = shop()
    await pay.prepare('7')
    expect([pay.status.value, pay.error.value]).toEqual(['idle', null])
    expect(await pay.pay('7')).toBe('failed')
    expect(pay.error.value?.code).toBe('price-changed')
    expect(merchant.requests).toHaveLength(2)
  })

  test('a tap while it runs waits for it, and after ten minutes it is too old', async () => {
    const clock = manualClock()
    const { used: pay } = shop({}, { clock })
    void pay.prepare('7')
    void pay.pay('7')
    await sheets(1)
    expect(merchant.requests).toHaveLength(1)
    pay.reset()
    await pay.prepare('7')
    await clock.advance(600_000)
    void pay.pay('7')
    await sheets(2)
    expect(merchant.requests.filter((call) => call.startsWith('POST'))).toHaveLength(3)
  })
})

test.each<[string, unknown, string]>([
  ['has gone', undefined, 'no-bridge'],
  ['has no invoke', {}, 'unexpected'],
  [
    'throws',
    {
      invoke() {
        throw new Error('Java bridge method invocation error')
      },
    },
    'unexpected',
  ],
])(
  'the bridge %s when the sheet should open: the server is asked, and it failed',
  async (_, gone, code) => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const window = fakeWindow(bridge)
    const { used: pay } = shop({}, { window })
    await pay.prepare('7')
    Object.assign(window, { WeixinJSBridge: gone })
    expect(await pay.pay('7')).toBe('failed')
    expect(pay.error.value?.code).toBe(code)
    Object.assign(window, { WeixinJSBridge: bridge })
    void pay.pay('7')
    await sheets(1)
  },
)

describe('resume', () => {
  test('finds the order that was under way before the reload', async () => {
    const { used: before, scope } = shop()
    const window = fakeWindow(bridge)
    const page1 = component(() => usePay(), page({ window }))
    void page1.used.pay('7')
    await sheets(1)
    expect([...window.stored]).toEqual([['vue-weixin:order', '7']])
    scope.stop()
    const reloaded = Object.assign(fakeWindow(fakeBridge()), {
      sessionStorage: window.sessionStorage!,
    })
    const { used: after } = component(() => usePay(), page({ window: reloaded }))
    expect(await after.resume()).toBe('paid')
    expect([after.orderId.value, after.status.value]).toEqual(['7', 'paid'])
    expect(window.stored.size).toBe(0)
    expect(before.status.value).toBe('idle')
  })

  test('finds the order in the address, and by its id', async () => {
    const window = fakeWindow(bridge)
    window.location.search = '?weixinOrder=8'
    const { used: pay } = shop({}, { window })
    expect(await pay.resume()).toBe('paid')
    expect(pay.orderId.value).toBe('8')
    expect(await pay.resume('7')).toBe('paid')
    expect(merchant.requests).toEqual(['GET /weixin/pay/8', 'GET /weixin/pay/7'])
  })

  test('is idle when there is nothing to find, and where the storage throws', async () => {
    const { used: pay } = shop()
    expect(await pay.resume()).toBe('idle')
    const window = fakeWindow(bridge)
    window.location.search = '?weixinOrder='
    expect(await shop({}, { window }).used.resume()).toBe('idle')
    Object.defineProperty(window, 'sessionStorage', {
      get() {
        throw new Error('SecurityError')
      },
    })
    const { used: other } = shop({}, { window })
    expect(await other.resume()).toBe('idle')
    void other.pay('7')
    await sheets(1)
    bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
    await expect.poll(() => other.status.value).toBe('paid')
  })
})

describe('a sheet whose reply is lost', () => {
  test('reset is the way out', async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const { used: pay } = shop()
    const first = pay.pay('7')
    await sheets(1)
    pay.reset()
    expect(await first).toBe('idle')
    expect([pay.status.value, pay.orderId.value]).toEqual(['idle', null])
    void pay.pay('8')
    await sheets(2)
  })

  test('back on the page the button works again, and the first reply still counts', async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const clock = manualClock()
    const window = fakeWindow(bridge)
    const { used: pay } = shop({}, { clock, window })
    void pay.pay('7')
    await sheets(1)
    window.document.visibilityState = 'hidden'
    window.document.dispatchEvent(new Event('visibilitychange'))
    await clock.advance(60_000)
    expect(merchant.requests).toHaveLength(1)
    window.document.visibilityState = 'visible'
    window.document.dispatchEvent(new Event('visibilitychange'))
    await expect.poll(() => merchant.requests.length).toBe(2)
    await reaches('unconfirmed', pay, clock)
    expect(pay.isPaying.value).toBe(false)
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
    bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
    await expect.poll(() => pay.status.value).toBe('confirming')
    await clock.advance(0)
    await expect.poll(() => pay.status.value).toBe('paid')
  })

  test('a call without a touch of the page joins the open sheet; a touch frees the page', async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const clock = manualClock()
    const window = fakeWindow(bridge)
    const { used: pay, weixin } = shop({}, { clock, window })
    const { used: other } = component(() => usePay(), weixin)
    void pay.pay('7')
    await sheets(1)
    // The second tap of a double tap: the sheet may not cover the page yet.
    await clock.advance(2_999)
    window.document.dispatchEvent(new Event('touchstart'))
    window.document.dispatchEvent(new Event('visibilitychange'))
    await reaches('unconfirmed', pay, clock)
    void pay.pay('7')
    expect(pay.status.value).toBe('paying')
    await clock.advance(300_000)
    await reaches('unconfirmed', pay, clock)
    expect(await other.pay('8')).toBe('failed')
    expect(other.error.value?.code).toBe('busy')
    expect(bridge.invoked).toHaveLength(1)
    window.document.dispatchEvent(new Event('touchstart'))
    void pay.pay('7')
    await sheets(2)
  })

  test('a touch of the page has the server asked, as coming back does', async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const clock = manualClock()
    const window = fakeWindow(bridge)
    const { used: pay } = shop({}, { clock, window })
    void pay.pay('7')
    await sheets(1)
    await clock.advance(3_000)
    window.document.dispatchEvent(new Event('keydown'))
    await expect.poll(() => merchant.requests.length).toBe(2)
    await reaches('unconfirmed', pay, clock)
  })

  test.each(['pageshow', 'online'])('%s asks the server at once', async (event) => {
    const clock = manualClock()
    const window = fakeWindow(bridge)
    const { used: pay } = shop({}, { clock, window })
    void pay.pay('7')
    await sheets(1)
    window.dispatchEvent(new Event(event))
    await expect.poll(() => pay.status.value).toBe('paid')
  })
})

describe('a component that is created again while the sheet is open', () => {
  test('joins the sheet and opens no second one', async () => {
    const { used: first, scope, weixin } = shop()
    void first.pay('7')
    await sheets(1)
    scope.stop()
    const { used: second } = component(() => usePay(), weixin)
    const settled = second.pay('7')
    expect(second.status.value).toBe('paying')
    bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
    expect(await settled).toBe('paid')
    expect(bridge.invoked).toHaveLength(1)
  })

  test('pays another order only after the sheet has returned', async () => {
    const { used: first, scope, weixin } = shop()
    void first.pay('7')
    await sheets(1)
    scope.stop()
    const { used: second } = component(() => usePay(), weixin)
    expect(await second.pay('8')).toBe('failed')
    expect(second.error.value).toMatchObject({
      code: 'busy',
      payerMessage: { zh: '另一笔支付正在进行' },
    })
    bridge.answer({ err_msg: 'get_brand_wcpay_request:cancel' })
    await expect
      .poll(() => {
        void second.pay('8')
        return bridge.invoked.length
      })
      .toBe(2)
  })
})

describe('two apps on one page', () => {
  test('open one sheet for one order, and both see it paid', async () => {
    const window = fakeWindow(bridge)
    const { used: one } = shop({}, { window })
    const { used: two } = shop({}, { window })
    const taps = [one.pay('7'), two.pay('7')]
    await sheets(1)
    bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
    expect(await Promise.all(taps)).toEqual(['paid', 'paid'])
    expect(bridge.invoked).toHaveLength(1)
    expect(merchant.requests.filter((call) => call.startsWith('POST'))).toHaveLength(1)
  })

  test('do not pay two orders at once', async () => {
    const window = fakeWindow(bridge)
    const { used: one } = shop({}, { window })
    const { used: two } = shop({}, { window })
    void one.pay('7')
    expect(await two.pay('8')).toBe('failed')
    expect(two.error.value?.code).toBe('busy')
  })
})

test('two copies of this package on one page open one sheet', async () => {
  const window = fakeWindow(bridge)
  const { used: one } = shop({}, { window })
  vi.resetModules()
  const copy = await import('../../test/page.ts')
  const { usePay: usePayOfCopy } = await import('./use-pay.ts')
  expect(usePayOfCopy).not.toBe(usePay)
  const { used: two } = copy.component(() => usePayOfCopy(), page({ window }))
  const taps = [one.pay('7'), two.pay('7')]
  await sheets(1)
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await Promise.all(taps)).toEqual(['paid', 'paid'])
  expect(bridge.invoked).toHaveLength(1)
})

describe('an environment without JSAPI', () => {
  const desktop = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36'
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) Version/17.4 Mobile/15E148 Safari/604.1'
  const inMiniProgram = `${android} miniProgram/wx0123456789abcdef`
  const inWecom =
    'Mozilla/5.0 (iPhone) Mobile/15E148 wxwork/4.1.39 MicroMessenger/7.0.1 Language/zh'

  test('a desktop shows a QR code, which turns to paid by itself', async () => {
    merchant.answers['POST /weixin/pay/7'] = {
      body: { tradeType: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz' },
    }
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const clock = manualClock()
    const window = fakeWindow(undefined, desktop)
    const { used: pay } = shop({}, { clock, window, payments: [h5(), qr()] })
    void pay.pay('7')
    await expect.poll(() => pay.codeUrl.value).toBe('weixin://wxpay/bizpayurl?pr=p4lpSuKzz')
    expect(pay.status.value).toBe('paying')
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'paid' } }
    await clock.advance(3_000)
    await expect.poll(() => pay.status.value).toBe('paid')
    expect(pay.codeUrl.value).toBeNull()
    expect(merchant.requests[0]).toBe('POST /weixin/pay/7?tradeType=native')
  })

  test('a shown QR code does not keep another order from being paid', async () => {
    const body = { tradeType: 'native', codeUrl: 'weixin://wxpay/bizpayurl?pr=1' }
    merchant.answers['POST /weixin/pay/7'] = merchant.answers['POST /weixin/pay/8'] = { body }
    const window = fakeWindow(undefined, desktop)
    const { used: pay } = shop({}, { clock: manualClock(), window, payments: [qr()] })
    void pay.pay('7')
    await expect.poll(() => pay.codeUrl.value).not.toBeNull()
    void pay.pay('8')
    await expect.poll(() => pay.codeUrl.value).not.toBeNull()
    expect(pay.orderId.value).toBe('8')
  })

  test("a phone's browser goes to WeChat's page, and comes back to this one", async () => {
    const url = 'https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx1&package=1'
    merchant.answers['POST /weixin/pay/7'] = { body: { tradeType: 'h5', url } }
    const window = fakeWindow(undefined, phone)
    const { used: pay } = shop({}, { window, payments: [qr(), h5()].toReversed() })
    void pay.pay('7')
    await expect.poll(() => window.left.length).toBe(1)
    const back = encodeURIComponent('http://localhost/orders?page=2&weixinOrder=7#top')
    expect(window.left).toEqual([`${url}&redirect_url=${back}`])
  })

  test('a mini program gets the order on a page of its own, and the server is asked on return', async () => {
    const window = fakeWindow(bridge, inMiniProgram)
    const { used: pay } = shop({}, { window, payments: [miniProgram({ page: '/pages/pay/pay' })] })
    void pay.pay('7')
    await sheets(1)
    expect(bridge.invoked[0]).toEqual([
      'invokeMiniProgramAPI',
      { name: 'navigateTo', arg: { url: '/pages/pay/pay?orderId=7' } },
    ])
    expect(merchant.requests).toEqual([])
    window.document.dispatchEvent(new Event('visibilitychange'))
    await expect.poll(() => pay.status.value).toBe('paid')
  })

  test("a mini program that does not open the page: it failed, with the mini program's words", async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const window = fakeWindow(bridge, inMiniProgram)
    const { used: pay } = shop({}, { window, payments: [miniProgram({ page: '/pages/pay/pay' })] })
    const settled = pay.pay('7')
    await sheets(1)
    bridge.answer({ errMsg: 'invokeMiniProgramAPI:fail page "pages/pay/pay" is not found' })
    expect(await settled).toBe('failed')
    expect(pay.error.value?.message).toContain('page "pages/pay/pay" is not found')
  })

  test('a mini program that does not reply: a touch of the page shows that it is still here', async () => {
    merchant.answers['GET /weixin/pay/7'] = { body: { orderId: '7', state: 'unpaid' } }
    const clock = manualClock()
    const window = fakeWindow(bridge, inMiniProgram)
    const payments = [miniProgram({ page: '/pages/pay/pay' })]
    const { used: pay } = shop({}, { clock, window, payments })
    void pay.pay('7')
    await sheets(1)
    await clock.advance(3_000)
    window.document.dispatchEvent(new Event('touchstart'))
    await reaches('unconfirmed', pay, clock)
    expect(pay.isPaying.value).toBe(false)
    void pay.pay('7')
    await sheets(2)
  })

  test('WeCom pays where its bridge offers that', async () => {
    const replies = (checked: unknown): Bridge => ({
      invoke: (command, args, reply) =>
        command === 'checkJsApi' ? reply(checked as object) : bridge.invoke(command, args, reply),
    })
    const offers = (checkResult: unknown): Bridge => replies({ checkResult })
    const window = fakeWindow(offers({ getBrandWCPayRequest: true }), inWecom)
    const { used: pay } = shop({}, { window, payments: [wecom(), qr()] })
    void pay.pay('7')
    await sheets(1)
    const asJson = fakeWindow(offers('{"chooseWXPay":true}'), inWecom)
    void shop({}, { window: asJson, payments: [wecom()] }).used.pay('7')
    await sheets(2)
    const allJson = replies('{"checkResult":{"chooseWXPay":true}}')
    void shop({}, { window: fakeWindow(allJson, inWecom), payments: [wecom()] }).used.pay('7')
    await sheets(3)
    merchant.requests.length = 0
    const odd = fakeWindow(offers('no'), inWecom)
    const { used: other } = shop({}, { window: odd, payments: [wecom()] })
    expect(await other.pay('7')).toBe('failed')
    expect(other.error.value?.code).toBe('wecom-cannot-pay')
    expect(merchant.requests).toEqual([])
  })

  test.each([
    [desktop, 'not-in-weixin'],
    [phone, 'not-in-weixin'],
    [inMiniProgram, 'pay-in-mini-program'],
    [inWecom, 'wecom-cannot-pay'],
  ])('without a method for it nothing is ordered: %s', async (userAgent, code) => {
    const inside = userAgent.includes('MicroMessenger')
    const window = fakeWindow(inside ? bridge : undefined, userAgent)
    const { used: pay } = shop({}, { window })
    expect(await pay.pay('7')).toBe('failed')
    expect(pay.error.value?.code).toBe(code)
    expect(merchant.requests).toEqual([])
    expect(bridge.invoked).toEqual([])
  })
})
