import { expect, test } from 'vitest'
import type { ConfigDiagnosis, ConfigReport } from 'weixin-contract'
import { manualClock } from '../../test/manual-clock.ts'
import { type FakeWindow, android, fakeWindow, iphone } from '../../test/page.ts'
import type { BridgeResponse } from '../browser/weixin-window.ts'
import type { Wx } from '../browser/load-sdk.ts'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import type { Request, RequestOptions } from '../http/request.ts'
import { createWxConfig } from './wx-config.ts'

interface ConfigCall {
  jsApiList: string[]
  openTagList: string[]
  debug: boolean
  signature: string
}

/** As weixin-js-sdk 1.6.5 behaves: `config` calls the bridge before it returns, and renames the functions of the list in place. */
function fakeSdk(window: FakeWindow) {
  const configs: ConfigCall[] = []
  const wx = {
    config(args: ConfigCall) {
      configs.push({ ...args, jsApiList: [...args.jsApiList] })
      args.jsApiList.splice(0, Infinity, 'renamed by the SDK')
      window.WeixinJSBridge?.invoke('preVerifyJSAPI', { verifySignature: args.signature }, () => {})
    },
    error: () => {},
    ready: () => {},
  } as unknown as Wx
  return { wx, configs }
}

function page(userAgent = android, shared?: FakeWindow) {
  const clock = manualClock()
  const replies: ((response: BridgeResponse | null) => void)[] = []
  const window =
    shared ??
    fakeWindow({ invoke: (_command, _args, reply) => void replies.push(reply as never) }, userAgent)
  const sdk = fakeSdk(window)
  const signed: string[] = []
  const reports: ConfigReport[] = []
  /** What the server finds out about a report; null: it cannot say. */
  const diagnoses: (ConfigDiagnosis | null)[] = []
  const request: Request = async <T>(_keys: string, url: string, options: RequestOptions = {}) => {
    if (!options.body) {
      const address = decodeURIComponent(url.split('?url=')[1] ?? '')
      signed.push(address)
      return { appId: 'wx1', timestamp: 1, nonceStr: 'n', signature: `over ${address}` } as T
    }
    reports.push(options.body as ConfigReport)
    const diagnosis = diagnoses.shift()
    if (!diagnosis) throw new WeixinClientError('unreachable')
    return diagnosis as T
  }
  const wxConfig = createWxConfig(
    { base: '/weixin', request, clock, window, landingUrl: 'http://localhost/orders?page=2' },
    async () => sdk.wx,
  )
  const outcome = (done: Promise<Wx>): Promise<string> =>
    done.then(
      () => 'ready',
      (error: WeixinClientError) => error.code,
    )
  return {
    ...wxConfig,
    clock,
    sdk,
    window,
    signed,
    reports,
    diagnoses,
    outcome,
    replies,
    /** WeChat replies to the oldest config that has no reply. */
    async answer(response: BridgeResponse | null = { err_msg: 'preVerifyJSAPI:ok' }) {
      await clock.advance(0)
      const reply = replies.shift()
      if (!reply) throw new Error('no config waits for a reply')
      reply(response)
      await clock.advance(0)
    },
  }
}

const invalid = { errMsg: 'config:invalid signature' }

test('one config for all components at one address, with all their lists', async () => {
  const it = page()
  const jsApiList = Object.freeze(['scanQRCode'])
  const calls = [
    it.configure({ jsApiList }),
    it.configure({ jsApiList: ['chooseImage'], openTagList: ['wx-open-audio'] }),
    it.configure({ debug: true }),
  ]
  await it.answer()
  expect(await Promise.all(calls.map(it.outcome))).toEqual(['ready', 'ready', 'ready'])
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

test.each([
  [invalid, 'invalid-signature'],
  [{ err_msg: 'preVerifyJSAPI:fail_invalid signature' }, 'invalid-signature'],
  [
    { errMsg: 'config:fail,Error: 系统错误，错误码：63002,invalid signature [20200801][]' },
    'invalid-signature',
  ],
  [{ errMsg: 'config:invalid url domain' }, 'invalid-url-domain'],
  [{ err_msg: 'system:access_denied' }, 'denied'],
  [{ err_msg: 'preVerifyJSAPI:fail_no permission to execute' }, 'denied'],
  [{ err_msg: 'access_control:not_allow' }, 'denied'],
  [{ errMsg: 'require subscribe' }, 'denied'],
  [{ err_msg: 'preVerifyJSAPI:fail' }, 'config-failed'],
  [{ err_msg: 'preVerifyJSAPI:ok' }, 'ready'],
  [{ errMsg: 'config:ok' }, 'ready'],
  [{ errMsg: 'CONFIG:OK ' }, 'ready'],
  [{ err_msg: 'system:function_not_exist' }, 'ready'],
  [{}, 'ready'],
  [null, 'ready'],
  [[], 'ready'],
  [0, 'ready'],
  ['config:invalid signature', 'invalid-signature'],
  ['{"errMsg":"config:invalid signature"}', 'invalid-signature'],
] as const)('the reply %o is %s', async (reply, outcome) => {
  const it = page()
  const done = it.outcome(it.configure())
  await it.answer(reply as BridgeResponse)
  expect(await done).toBe(outcome)
})

test('a rejected signature is explained by the server', async () => {
  const it = page()
  it.diagnoses.push({
    url: 'http://localhost/orders?page=2',
    checkedUrl: 'http://localhost/',
    difference: { at: 17, rule: 'landing' },
    config: null,
  })
  const done = it.configure()
  void it.outcome(done)
  await it.answer({
    ...invalid,
    realAuthUrl: ['http://localhost/orders?page=2', 'http://localhost/'],
  })
  await expect(done).rejects.toMatchObject({
    code: 'invalid-signature',
    signedUrl: 'http://localhost/orders?page=2',
    realAuthUrl: 'http://localhost/',
    difference: { at: 17, rule: 'landing' },
    message:
      'WeChat rejected wx.config: config:invalid signature. The server signed http://localhost/orders?page=2, WeChat checked http://localhost/. The addresses differ from character 17 on ("orders?page=" was signed, "" was checked); rule: landing.',
  })
})

test('what the server signs anew for a rejected signature is tried', async () => {
  const it = page()
  const real = 'http://localhost/?code=1'
  it.diagnoses.push({
    url: 'http://localhost/orders?page=2',
    checkedUrl: real,
    difference: { at: 17, rule: 'landing' },
    config: { appId: 'wx1', timestamp: 2, nonceStr: 'm', signature: `over ${real}` },
  })
  const outcome = it.outcome(it.configure({ jsApiList: ['scanQRCode'] }))
  await it.answer({ ...invalid, realAuthUrl: [real] })
  await it.answer()
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
  expect(it.sdk.configs[1]).toMatchObject({ jsApiList: ['scanQRCode'], signature: `over ${real}` })
})

test('but once only', async () => {
  const it = page()
  const config = { appId: 'wx1', timestamp: 2, nonceStr: 'm', signature: 'anew' }
  it.diagnoses.push({ url: 'a', checkedUrl: 'a', difference: null, config })
  const first = it.outcome(it.configure())
  await it.answer(invalid)
  await it.answer(invalid)
  expect(await first).toBe('invalid-signature')
  expect(it.reports).toHaveLength(1)
  expect(it.sdk.configs).toHaveLength(2)
})

test('where WeChat names no address, the other one is tried once, and first from then on', async () => {
  const it = page()
  it.window.location.href = 'http://localhost/tea'
  const first = it.outcome(it.configure())
  await it.answer(invalid)
  await it.answer()
  expect(await first).toBe('ready')
  expect(it.signed).toEqual(['http://localhost/tea', 'http://localhost/orders?page=2'])
  expect(it.reports).toEqual([])
  it.window.location.href = 'http://localhost/tea/2'
  const second = it.outcome(it.configure({ jsApiList: ['scanQRCode'] }))
  await it.answer()
  expect(await second).toBe('ready')
  expect(it.signed[2]).toBe('http://localhost/orders?page=2')
})

test('neither address: the server is asked why', async () => {
  const it = page()
  it.window.location.href = 'http://localhost/tea'
  it.diagnoses.push({ url: 'u', checkedUrl: 'u', difference: null, config: null })
  const done = it.configure()
  void it.outcome(done)
  await it.answer(invalid)
  await it.answer(invalid)
  await expect(done).rejects.toMatchObject({
    code: 'invalid-signature',
    signedUrl: 'http://localhost/tea',
    difference: null,
  })
  expect(it.sdk.configs).toHaveLength(2)
})

test('after a rejection the next call tries again', async () => {
  const it = page()
  const first = it.outcome(it.configure())
  await it.answer({ errMsg: 'config:fail' })
  expect(await first).toBe('config-failed')
  const second = it.outcome(it.configure())
  await it.answer()
  expect(await second).toBe('ready')
  expect(it.sdk.configs).toHaveLength(2)
})

test('no reply is a time-out, and a reply after it still counts', async () => {
  const it = page()
  const seen: (string | null)[] = []
  it.onChange((error) => seen.push(error && error.code))
  const outcome = it.outcome(it.configure())
  await it.clock.advance(9_999)
  expect(it.sdk.configs).toHaveLength(1)
  await it.clock.advance(1)
  expect(await outcome).toBe('timeout')
  expect(it.clock.waiting()).toBe(0)
  await it.answer()
  expect(seen).toEqual(['timeout', null])
  expect(await it.outcome(it.configure())).toBe('ready')
  expect(it.sdk.configs).toHaveLength(1)
})

test('a new address waits for the config that is running, however long it takes', async () => {
  const it = page()
  const first = it.outcome(it.configure())
  await it.clock.advance(0)
  it.window.location.href = 'http://localhost/tea'
  let isReady = false
  const second = it.configure().then(() => (isReady = true))
  await it.clock.advance(100)
  expect(it.sdk.configs).toHaveLength(1)
  await it.answer()
  expect(await first).toBe('ready')
  await it.clock.advance(2_500)
  expect(isReady).toBe(false)
  await it.answer()
  await second
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
  await it.answer()
  await it.answer()
  expect(await Promise.all(done)).toEqual(['ready', 'ready', 'ready', 'ready'])
  expect(it.sdk.configs).toHaveLength(2)
  expect(it.sdk.configs[1]?.signature).toBe('over http://localhost/c')
})

test('two instances on one page: one after the other, each with its own reply', async () => {
  const it = page()
  const other = page(android, it.window)
  const first = it.outcome(it.configure())
  const second = other.outcome(other.configure())
  await it.clock.advance(0)
  expect(it.replies).toHaveLength(1)
  await it.answer({ errMsg: 'config:fail' })
  await it.answer()
  expect(await Promise.all([first, second])).toEqual(['config-failed', 'ready'])
})

test('the bridge is as before after wx.config, and a frozen one is replaced for the call', async () => {
  const it = page()
  const bridge = Object.freeze(it.window.WeixinJSBridge)
  const outcome = it.outcome(it.configure())
  await it.answer(invalid)
  expect(await outcome).toBe('invalid-signature')
  expect(it.window.WeixinJSBridge).toBe(bridge)
})

test('iOS: the address of the page load, once, whatever the router does', async () => {
  const it = page(iphone)
  it.window.location.href = 'http://localhost/tea/3'
  const first = it.outcome(it.configure())
  await it.answer()
  expect(await first).toBe('ready')
  it.window.location.href = 'http://localhost/tea/4'
  expect(await it.outcome(it.configure())).toBe('ready')
  expect(it.signed).toEqual(['http://localhost/orders?page=2'])
})

test('the developer tools check the present address, although they claim to be iOS', async () => {
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
  const server = createWxConfig(
    {
      base: '/weixin',
      clock: manualClock(),
      window: undefined,
      landingUrl: '',
      request: () => Promise.reject(new Error('requested on a server')),
    },
    () => Promise.reject(new Error('loaded on a server')),
  )
  await expect(server.configure()).rejects.toMatchObject({ code: 'not-in-weixin' })
})
