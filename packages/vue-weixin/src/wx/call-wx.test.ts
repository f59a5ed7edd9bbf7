import { expect, test } from 'vitest'
import { type ManualClock, manualClock } from '../../test/manual-clock.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { callWx } from './call-wx.ts'
import type { CallOptions } from './methods/method.ts'
import { type WxCallName, wxMethods } from './wx-methods.ts'
import { WxError, isCancelled } from './wx-error.ts'

interface Options {
  success: (response: unknown) => void
  fail: (response: unknown) => void
  cancel: (response: unknown) => void
  [field: string]: unknown
}

/** An SDK whose one method a test answers. */
function fakeSdk(name: WxCallName) {
  const calls: Options[] = []
  const method = (options: Options): void => void calls.push(options)
  const [group, member] = name.split('.') as [string, string?]
  const sdk = { [group]: member ? { [member]: method } : method } as unknown as Wx
  return { sdk, calls }
}

function start(
  name: WxCallName,
  options: CallOptions & Record<string, unknown> = {},
  clock: ManualClock = manualClock(),
  ready?: () => Promise<Wx>,
) {
  const { sdk, calls } = fakeSdk(name)
  const done = callWx(name, wxMethods[name], options, { clock, ready: ready ?? (async () => sdk) })
  const outcome = done.then(
    (result) => result,
    (error: WeixinClientError) => error.code,
  )
  return { calls, clock, done, outcome, advance: (ms: number) => clock.advance(ms) }
}

test('resolves with what WeChat answers, and sends nothing of its own options', async () => {
  const { signal } = new AbortController()
  const it = start('chooseImage', { count: 2, signal, timeout: 5 })
  await it.advance(0)
  const { success: _s, fail: _f, cancel: _c, ...sent } = it.calls[0] as Options
  expect(sent).toEqual({ count: 2 })
  it.calls[0]?.success({ localIds: ['a'], errMsg: 'chooseImage:ok' })
  expect(await it.outcome).toEqual({ localIds: ['a'], errMsg: 'chooseImage:ok' })
  expect(it.clock.waiting()).toBe(0)
})

test('scanQRCode asks for the result, and resolves with an empty one where WeChat keeps it', async () => {
  const it = start('scanQRCode')
  await it.advance(0)
  expect(it.calls[0]).toMatchObject({ needResult: 1 })
  it.calls[0]?.success({ errMsg: 'scanQRCode:ok' })
  expect(await it.outcome).toMatchObject({ resultStr: '' })
  const other = start('scanQRCode', { needResult: 0 })
  await other.advance(0)
  expect(other.calls[0]).toMatchObject({ needResult: 0 })
})

test('hands out copies of lists, which the SDK writes into', async () => {
  const jsApiList = Object.freeze(['scanQRCode'])
  const it = start('checkJsApi', { jsApiList })
  await it.advance(0)
  const sent = it.calls[0]?.['jsApiList']
  expect(Object.isFrozen(sent)).toBe(false)
  expect(sent).toEqual(jsApiList)
})

test.each<[string, 'fail' | 'cancel', unknown]>([
  ['call-cancelled', 'cancel', { errMsg: 'chooseImage:cancel' }],
  ['call-cancelled', 'fail', { errMsg: 'chooseImage:fail cancel' }],
  ['call-cancelled', 'fail', { errMsg: 'chooseImage:fail_cancelled' }],
  ['call-denied', 'fail', { errMsg: 'chooseImage:permission denied' }],
  [
    'call-denied',
    'fail',
    { errMsg: 'chooseImage:fail, the permission value is offline verifying' },
  ],
  ['call-denied', 'fail', { errMsg: 'getLocation:fail auth deny' }],
  ['call-denied', 'fail', { errMsg: 'chooseImage:not allow' }],
  ['call-unsupported', 'fail', { errMsg: 'chooseImage:function not exist' }],
  ['call-unsupported', 'fail', { errMsg: 'chooseImage:fail_function_not_exist' }],
  ['call-failed', 'fail', { errMsg: 'chooseImage:fail' }],
  ['call-failed', 'fail', {}],
  ['call-failed', 'fail', null],
  ['call-failed', 'fail', '{"err_msg":"chooseImage:ok"}'],
])('%s: %s with %j', async (code, callback, response) => {
  const it = start('chooseImage')
  await it.advance(0)
  it.calls[0]?.[callback](response)
  await expect(it.done).rejects.toMatchObject({ code, method: 'chooseImage' })
  const error: unknown = await it.done.catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(WxError)
  expect(isCancelled(error)).toBe(code === 'call-cancelled')
})

test('the error holds what WeChat wrote', async () => {
  const it = start('getLocation')
  await it.advance(0)
  it.calls[0]?.fail({ errMsg: 'getLocation:permission denied' })
  await expect(it.done).rejects.toMatchObject({
    message: 'wx.getLocation is not allowed on this page: getLocation:permission denied.',
    errMsg: 'getLocation:permission denied',
    payerMessage: { zh: '没有使用该功能的权限' },
    remedy: { en: expect.stringContaining('Console'), zh: expect.stringContaining('公众平台') },
  })
})

test.each<[WxCallName, number]>([
  ['closeWindow', 10_000],
  ['uploadImage', 60_000],
  ['scanQRCode', 600_000],
])(
  '%s that is not answered ends after %i ms, and a late answer changes nothing',
  async (name, ms) => {
    const it = start(name)
    await it.advance(ms - 1)
    expect(it.clock.waiting()).toBe(1)
    await it.advance(1)
    expect(await it.outcome).toBe('call-timeout')
    it.calls[0]?.success({ errMsg: `${name}:ok` })
    expect(await it.outcome).toBe('call-timeout')
  },
)

test('the app names its own time-out, which begins when WeChat is called', async () => {
  const clock = manualClock()
  const { sdk } = fakeSdk('scanQRCode')
  const slow = async (): Promise<Wx> => {
    await clock.wait(5000, new AbortController().signal)
    return sdk
  }
  const it = start('scanQRCode', { timeout: 2000 }, clock, slow)
  await it.advance(6999)
  expect(clock.waiting()).toBe(1)
  await it.advance(1)
  expect(await it.outcome).toBe('call-timeout')
})

test.each(['before', 'during wx.config', 'during the call'])('aborted %s', async (when) => {
  const abort = new AbortController()
  if (when === 'before') abort.abort()
  const never = when === 'during wx.config' ? () => new Promise<Wx>(() => {}) : undefined
  const it = start('scanQRCode', { signal: abort.signal }, manualClock(), never)
  await it.advance(100)
  abort.abort()
  expect(await it.outcome).toBe('call-aborted')
  expect(it.calls).toHaveLength(when === 'during the call' ? 1 : 0)
  await it.advance(0)
  expect(it.clock.waiting()).toBe(0)
})

test('the error of wx.config is passed on', async () => {
  const refused = async (): Promise<Wx> => {
    throw new WeixinClientError('config-refused')
  }
  expect(await start('scanQRCode', {}, manualClock(), refused).outcome).toBe('config-refused')
})

test('an SDK without the method, and one that throws', async () => {
  const other = async (): Promise<Wx> => ({}) as Wx
  expect(await start('scanQRCode', {}, manualClock(), other).outcome).toBe('call-unsupported')
  expect(await start('miniProgram.navigateTo', { url: '/' }, manualClock(), other).outcome).toBe(
    'call-unsupported',
  )
  const broken = async () => ({ openCard: () => JSON.parse('{') }) as unknown as Wx
  expect(await start('openCard', {}, manualClock(), broken).outcome).toBe('call-failed')
})

test('a method of a mini program, and the one that takes a function', async () => {
  const it = start('miniProgram.navigateTo', { url: '/pages/pay?order=7' })
  await it.advance(0)
  expect(it.calls[0]).toMatchObject({ url: '/pages/pay?order=7' })
  const sdk = {
    miniProgram: { getEnv: (tell: (env: object) => void) => tell({ miniprogram: true }) },
  } as unknown as Wx
  const env = start('miniProgram.getEnv', {}, manualClock(), async () => sdk)
  expect(await env.outcome).toEqual({ miniprogram: true })
})
