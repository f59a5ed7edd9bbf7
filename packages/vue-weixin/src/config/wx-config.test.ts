import { expect, test } from 'vitest'
import type { ConfigDiagnosis, ConfigReport } from 'weixin-contract'
import { manualClock } from '../../test/manual-clock.ts'
import { android, fakeBridge, fakeWindow, iphone } from '../../test/page.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { WeixinClientError } from '../weixin-client-error.ts'
import { createWxConfig } from './wx-config.ts'

interface ConfigCall {
  jsApiList: string[]
  openTagList: string[]
  debug: boolean
  signature: string
}

/**
 * As weixin-js-sdk 1.6.5 behaves: an error handler is kept when it is there before the failure, ready callbacks run after
 * a failure too, and run at once when an earlier config has been answered, whatever the present one comes to.
 */
function fakeSdk() {
  const configs: ConfigCall[] = []
  const handlers: ((response: object) => void)[] = []
  let queue: (() => void)[] = []
  let isDone = false
  const wx = {
    config(args: ConfigCall) {
      configs.push({ ...args, jsApiList: [...args.jsApiList] })
      args.jsApiList.splice(0, Infinity, 'renamed by the SDK')
    },
    error: (handler: (response: object) => void) => void handlers.push(handler),
    ready: (run: () => void) => void (isDone ? run() : queue.push(run)),
  } as unknown as Wx
  return {
    wx,
    configs,
    handlers,
    answer(refusal?: object) {
      isDone = true
      if (refusal) handlers.at(-1)?.(refusal)
      for (const run of queue) run()
      queue = []
    },
  }
}

function page(userAgent = android) {
  const clock = manualClock()
  const sdk = fakeSdk()
  const window = fakeWindow(fakeBridge(), userAgent)
  const signed: string[] = []
  const reports: ConfigReport[] = []
  /** What our server finds out about a report; null: it cannot say. */
  const diagnoses: (ConfigDiagnosis | null)[] = []
  const configurator = createWxConfig({
    clock,
    window,
    loadSdk: async () => sdk.wx,
    server: {
      async jssdkConfig(url) {
        signed.push(url)
        return { appId: 'wx1', timestamp: 1, nonceStr: 'n', signature: `over ${url}` }
      },
      async diagnose(report) {
        reports.push(report)
        const diagnosis = diagnoses.shift()
        if (!diagnosis) throw new WeixinClientError('unreachable')
        return diagnosis
      },
    },
  })
  const outcome = (done: Promise<Wx>): Promise<string> =>
    done.then(
      () => 'ready',
      (error: WeixinClientError) => error.code,
    )
  return { ...configurator, clock, sdk, window, signed, reports, diagnoses, outcome }
}

test('one config for all who ask at one address, with all that they want', async () => {
  const it = page()
  const jsApiList = Object.freeze(['scanQRCode'])
  const asked = [
    it.configure({ jsApiList }),
    it.configure({ jsApiList: ['chooseImage'], openTagList: ['wx-open-audio'] }),
    it.configure({ debug: true }),
  ]
  await it.clock.advance(0)
  it.sdk.answer()
  expect(await Promise.all(asked.map(it.outcome))).toEqual(['ready', 'ready', 'ready'])
  expect(await it.outcome(it.configure({ jsApiList }))).toBe('ready')
  expect(it.signed).toEqual(['http://localhost/orders?page=2'])
  expect(it.sdk.configs).toMatchObject([
    {
      jsApiList: ['scanQRCode', 'chooseImage'],
      openTagList: ['wx-open-audio'],
      debug: true,
      signature: 'over http://localhost/orders?page=2',
    },
  ])
  expect(it.clock.waiting()).toBe(0)
})

test('a refusal is one, although the SDK calls ready after it', async () => {
  const it = page()
  const done = it.configure()
  const outcome = it.outcome(done)
  await it.clock.advance(0)
  it.sdk.answer({ errMsg: 'config:invalid signature', realAuthUrl: ['http://localhost/'] })
  expect(await outcome).toBe('config-refused')
  await expect(done).rejects.toMatchObject({
    signedUrl: 'http://localhost/orders?page=2',
    realAuthUrl: 'http://localhost/',
    message:
      'WeChat refused wx.config: config:invalid signature. Signed was http://localhost/orders?page=2; WeChat checked http://localhost/',
  })
})

test('a refused signature is reported, and what the server signs anew is tried', async () => {
  const it = page()
  const real = 'http://localhost/?code=1'
  it.diagnoses.push({
    url: 'http://localhost/orders?page=2',
    checkedUrl: real,
    difference: { at: 17, rule: 'landing' },
    config: { appId: 'wx1', timestamp: 2, nonceStr: 'm', signature: `over ${real}` },
  })
  const outcome = it.outcome(it.configure({ jsApiList: ['scanQRCode'] }))
  await it.clock.advance(0)
  it.sdk.answer({ errMsg: 'config:invalid signature', realAuthUrl: [real] })
  await it.clock.advance(1000)
  expect(await outcome).toBe('ready')
  expect(it.reports).toEqual([
    {
      url: 'http://localhost/orders?page=2',
      checkedUrl: real,
      timestamp: 1,
      nonceStr: 'n',
      signature: 'over http://localhost/orders?page=2',
    },
  ])
  expect(it.sdk.configs[1]).toMatchObject({
    jsApiList: ['scanQRCode'],
    signature: `over ${real}`,
  })
})

test('but once only, and only a refused signature', async () => {
  const it = page()
  it.diagnoses.push({
    url: 'a',
    checkedUrl: 'a',
    difference: null,
    config: { appId: 'wx1', timestamp: 2, nonceStr: 'm', signature: 'anew' },
  })
  const first = it.outcome(it.configure())
  await it.clock.advance(0)
  it.sdk.answer({ errMsg: 'config:invalid signature' })
  await it.clock.advance(0)
  it.sdk.answer({ errMsg: 'config:invalid signature' })
  expect(await first).toBe('config-refused')
  const second = it.outcome(it.configure())
  await it.clock.advance(0)
  it.sdk.answer({ errMsg: 'config:invalid url domain' })
  expect(await second).toBe('config-refused')
  expect(it.reports).toHaveLength(1)
})

test('after a refusal the next call tries again, with one error handler for all', async () => {
  const it = page()
  const first = it.outcome(it.configure())
  await it.clock.advance(0)
  it.sdk.answer({ errMsg: 'config:fail' })
  expect(await first).toBe('config-refused')
  const second = it.outcome(it.configure())
  await it.clock.advance(1000)
  expect(await second).toBe('ready')
  expect(it.sdk.configs).toHaveLength(2)
  expect(it.sdk.handlers).toHaveLength(1)
})

test('WeChat that never answers is a time-out', async () => {
  const it = page()
  const outcome = it.outcome(it.configure())
  await it.clock.advance(9_999)
  expect(it.sdk.configs).toHaveLength(1)
  await it.clock.advance(1)
  expect(await outcome).toBe('config-timeout')
  expect(it.clock.waiting()).toBe(0)
})

test('a new address waits for the config that is running', async () => {
  const it = page()
  const first = it.outcome(it.configure())
  await it.clock.advance(0)
  it.window.location.href = 'http://localhost/tea'
  const second = it.outcome(it.configure())
  await it.clock.advance(100)
  expect(it.sdk.configs).toHaveLength(1)
  it.sdk.answer()
  expect(await first).toBe('ready')
  await it.clock.advance(1000)
  expect(await second).toBe('ready')
  expect(it.sdk.configs.map(({ signature }) => signature)).toEqual([
    'over http://localhost/orders?page=2',
    'over http://localhost/tea',
  ])
})

test('addresses that were passed in between are not configured', async () => {
  const it = page()
  const done = [it.outcome(it.configure())]
  await it.clock.advance(0)
  for (const path of ['a', 'b', 'c']) {
    it.window.location.href = `http://localhost/${path}`
    done.push(it.outcome(it.configure()))
    await it.clock.advance(0)
  }
  expect(it.signed).toHaveLength(4)
  it.sdk.answer()
  await it.clock.advance(1000)
  expect(await Promise.all(done)).toEqual(['ready', 'ready', 'ready', 'ready'])
  expect(it.sdk.configs).toHaveLength(2)
  expect(it.sdk.configs[1]?.signature).toBe('over http://localhost/c')
})

test('a later config is refused by its error alone, also when that comes late', async () => {
  const it = page()
  const told: string[] = []
  const stop = it.onError(({ code }) => told.push(code))
  const first = it.outcome(it.configure())
  await it.clock.advance(0)
  it.sdk.answer()
  expect(await first).toBe('ready')

  it.window.location.href = 'http://localhost/soon'
  const soon = it.outcome(it.configure())
  await it.clock.advance(500)
  it.sdk.answer({ errMsg: 'config:invalid signature' })
  expect(await soon).toBe('config-refused')
  expect(told).toEqual(['config-refused'])

  it.window.location.href = 'http://localhost/late'
  const late = it.outcome(it.configure())
  await it.clock.advance(1000)
  expect(await late).toBe('ready')
  it.sdk.answer({ errMsg: 'config:invalid signature' })
  expect(told).toEqual(['config-refused', 'config-refused'])
  stop()
  it.sdk.answer({ errMsg: 'config:invalid signature' })
  expect(told).toHaveLength(2)
})

test('iOS: the address it landed on, once, whatever the router does', async () => {
  const it = page(iphone)
  it.window.location.href = 'http://localhost/tea/3'
  const first = it.outcome(it.configure())
  await it.clock.advance(0)
  it.sdk.answer()
  expect(await first).toBe('ready')
  it.window.location.href = 'http://localhost/tea/4'
  expect(await it.outcome(it.configure())).toBe('ready')
  expect(it.signed).toEqual(['http://localhost/orders?page=2'])
})

test('the developer tools check the current address, although they pretend to be iOS', async () => {
  const it = page(`${iphone} wechatdevtools/1.06.2209190`)
  it.window.location.href = 'http://localhost/tea/3'
  void it.outcome(it.configure())
  await it.clock.advance(0)
  expect(it.signed).toEqual(['http://localhost/tea/3'])
})

test('outside WeChat, and with no window at all', async () => {
  const browser = page('Mozilla/5.0 Chrome/140.0.0.0')
  delete browser.window.WeixinJSBridge
  expect(await browser.outcome(browser.configure())).toBe('not-in-weixin')
  expect(browser.signed).toEqual([])
  const server = createWxConfig({
    clock: manualClock(),
    window: undefined,
    loadSdk: () => Promise.reject(new Error('loaded on a server')),
    server: {
      jssdkConfig: () => Promise.reject(new Error('asked on a server')),
      diagnose: () => Promise.reject(new Error('told on a server')),
    },
  })
  await expect(server.configure()).rejects.toMatchObject({ code: 'not-in-weixin' })
})
