import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { wxPayment } from '../../test/fakes.ts'
import { manualClock } from '../../test/manual-clock.ts'
import { type Merchant, failure, startMerchant } from '../../test/merchant.ts'
import { component, fakeBridge, fakeWindow } from '../../test/page.ts'
import type { WeixinOptions } from '../weixin.ts'
import { type UsePayOptions, usePay } from './use-pay.ts'

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
  expect(merchant.asked).toEqual(['POST /weixin/pay/7?tradeType=jsapi', 'GET /weixin/pay/7'])
})

test('a double tap makes one payment', async () => {
  const { used: pay } = shop()
  const taps = [pay.pay('7'), pay.pay('7')]
  await sheets(1)
  taps.push(pay.pay('7'))
  bridge.answer({ err_msg: 'get_brand_wcpay_request:ok' })
  expect(await Promise.all(taps)).toEqual(['paid', 'paid', 'paid'])
  expect(bridge.invoked).toHaveLength(1)
  expect(merchant.asked.filter((call) => call.startsWith('POST'))).toHaveLength(1)
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
  await expect
    .poll(async () => {
      await clock.advance(10_000)
      return pay.status.value
    })
    .toBe('paid')
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
  const { used: asked } = component(() => usePay({ signIn: true }), weixin)
  expect(await asked.pay('7')).toBe('failed')
  expect(window.left).toEqual(['/weixin/oauth?returnTo=%2Forders%3Fpage%3D2%23top'])
})

test('outside WeChat it fails without an order', async () => {
  const window = fakeWindow(undefined, 'Mozilla/5.0 Chrome/140.0.0.0 Safari/537.36')
  const { used: pay } = shop({}, { window })
  expect(await pay.pay('7')).toBe('failed')
  expect(pay.error.value?.code).toBe('not-in-weixin')
  expect(pay.error.value?.remedy?.zh).toContain('微信')
  expect(merchant.asked).toEqual([])
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
  await vi.waitFor(async () => {
    await clock.advance(1000)
    expect(pay.status.value).toBe('failed')
  })
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
  expect(merchant.asked).toEqual([])
})
