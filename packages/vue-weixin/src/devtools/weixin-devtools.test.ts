import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp } from 'vue'
import { settle, manualClock } from '../../test/manual-clock.ts'
import { component, fakeBridge, fakeWindow } from '../../test/page.ts'
import { createWxConfig } from '../config/wx-config.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { usePay } from '../pay/use-pay.ts'
import { type WeixinContext, createWeixin } from '../weixin.ts'
import { useWx } from '../wx/use-wx.ts'
import { weixinDevtools } from './weixin-devtools.ts'

interface Added {
  layerId: string
  event: {
    title: string
    subtitle?: string
    data: Record<string, unknown>
    logType?: string
    groupId?: number
  }
}

let layers: string[]
let added: Added[]
beforeEach(() => {
  layers = []
  added = []
  const api = {
    now: () => 0,
    addTimelineLayer: ({ id }: { id: string }) => layers.push(id),
    addTimelineEvent: (event: Added) => added.push(event),
  }
  // What the browser's extension puts there.
  vi.stubGlobal('__VUE_DEVTOOLS_GLOBAL_HOOK__', {
    emit: (_event: string, _plugin: object, setUp: (given: typeof api) => void) => setUp(api),
  })
  vi.stubGlobal('window', globalThis)
})
afterEach(() => vi.unstubAllGlobals())

async function app(configure: () => Promise<unknown>) {
  const weixin = createWeixin({
    window: fakeWindow(fakeBridge()),
    clock: manualClock(),
    base: '/nowhere',
  })
  ;(weixin as WeixinContext).part(createWxConfig).configure = configure as never
  createApp({}).use(weixin).use(weixinDevtools(weixin))
  await expect.poll(() => layers).toHaveLength(3)
  return weixin
}
const shown = () =>
  added.map(({ layerId, event }) => `${layerId} ${event.title} ${event.subtitle ?? ''}`.trim())

test('shows a config, a call and its outcome, without signatures', async () => {
  const chooseWXPay = (options: { success: (response: object) => void }) =>
    options.success({ errMsg: 'chooseWXPay:ok' })
  const weixin = await app(async () => ({ chooseWXPay }))
  const { used } = component(() => useWx(), weixin)
  const pay = {
    timestamp: 1,
    nonceStr: 'n',
    package: 'prepay_id=1',
    signType: 'RSA',
    paySign: 's',
  } as const
  await used.chooseWXPay(pay)
  await settle()
  expect(shown()).toEqual(
    expect.arrayContaining([
      'weixin-config wx.config',
      'weixin-config wx.config ok',
      'weixin-calls chooseWXPay getBrandWCPayRequest',
      'weixin-calls chooseWXPay ok',
    ]),
  )
  const calls = added.filter(({ layerId }) => layerId === 'weixin-calls')
  expect(calls[0]?.event.data).toMatchObject({ package: 'prepay_id=1', paySign: 'not shown' })
  expect(new Set(calls.map(({ event }) => event.groupId)).size).toBe(1)
})

test('shows why one failed', async () => {
  const weixin = await app(() => Promise.reject(new WeixinClientError('invalid-signature')))
  const { used } = component(() => useWx(), weixin)
  await expect(used.closeWindow()).rejects.toMatchObject({ code: 'invalid-signature' })
  await settle()
  expect(added).toContainEqual(
    expect.objectContaining({
      layerId: 'weixin-calls',
      event: expect.objectContaining({ subtitle: 'invalid-signature', logType: 'error' }),
    }),
  )
})

test('shows each status of a payment', async () => {
  const weixin = await app(async () => ({}))
  const { used, scope } = component(() => usePay(), weixin)
  void used.pay('7')
  await settle()
  scope.stop()
  expect(shown()).toContain('weixin-payments ordering 7')
  expect(shown()).toContain('weixin-payments cancelled 7')
})

test('does nothing on a server', () => {
  vi.unstubAllGlobals()
  const weixin = createWeixin()
  expect(() => createApp({}).use(weixin).use(weixinDevtools(weixin))).not.toThrow()
  expect(layers).toEqual([])
})
