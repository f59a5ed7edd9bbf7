import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { type WxCallName, wxMethods } from '../../src/wx/wx-methods.ts'
import { type Merchant, failure } from '../merchant.ts'
import { android, iphone } from '../page.ts'
import type { Responses } from './bridge.ts'
import { type OpenedPage, openPage, openShop } from './open-page.ts'
import { startPartsShop } from './parts-page.ts'

let browser: Browser
let shop: Merchant
let opened: OpenedPage | undefined
beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), startPartsShop(['/methods'])])
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})
beforeEach(() => openShop(shop))
afterEach(() => opened?.close())

const verified = { errMsg: 'config:ok' }
const open = async (phone: Partial<Parameters<typeof openPage>[2]> = {}) => {
  const responses = { preVerifyJSAPI: verified, ...phone.responses }
  opened = await openPage(browser, `${shop.url}/methods`, {
    userAgent: android,
    ...phone,
    responses,
  })
  await expect.poll(() => opened?.text('ready')).toBe('true')
  return opened
}

/** What the promise of a call comes to: its result, or its error's code. */
const call = ({ page }: OpenedPage, name: WxCallName, options?: object): Promise<unknown> =>
  page.evaluate(
    ([method, fields]) => {
      const used = window.useWx()
      const [group, member] = method.split('.')
      const run = member ? used.miniProgram[member as 'navigateTo'] : used[group as 'closeWindow']
      return (run as (options?: object) => Promise<unknown>)(fields).catch(
        (error: { code: string }) => error.code,
      )
    },
    [name, options] as const,
  )

/** Fields that each method needs. */
const fields: Partial<Record<WxCallName, object>> = {
  checkJsApi: { jsApiList: ['chooseWXPay'] },
  addCard: { cardList: [{ cardId: 'c', cardExt: '{}' }] },
  openCard: { cardList: [{ cardId: 'c', code: '1' }] },
  'miniProgram.navigateTo': { url: '/pages/pay' },
}

test('each method of the table gives its native command, and settles with ok, cancel and fail', async () => {
  const names = (Object.keys(wxMethods) as (keyof typeof wxMethods)[]).filter(
    (name): name is WxCallName =>
      !['event', 'share'].includes(wxMethods[name].waitsFor) && name !== 'miniProgram.getEnv',
  )
  const it = await open()
  // One wx.config for all of them.
  await it.page.evaluate((all) => {
    const used = window.useWx() as unknown as Record<string, unknown>
    for (const name of all) void used[name]
  }, names)
  const commands: Record<string, string> = {}
  const outcomes: Record<string, unknown[]> = {}
  for (const name of names) {
    outcomes[name] = []
    for (const outcome of ['ok', 'cancel', 'fail']) {
      await it.page.evaluate(([native, errMsg]) => void (window.responses[native] = { errMsg }), [
        wxMethods[name].native,
        `${name}:${outcome}`,
      ] as const)
      const result = await call(it, name, fields[name])
      outcomes[name].push(typeof result === 'string' ? result : 'ok')
    }
    commands[name] = (await it.invoked()).at(-1)?.[0] ?? ''
  }
  expect(commands).toEqual(Object.fromEntries(names.map((name) => [name, wxMethods[name].native])))
  const settled = Object.fromEntries(
    names.map((name) => [name, ['ok', 'call-cancelled', 'call-failed']]),
  )
  // The SDK reads the network from the text that otherwise tells the outcome.
  settled['getNetworkType'] = ['call-failed', 'call-failed', 'call-failed']
  expect(outcomes).toEqual(settled)
})

test('the list that is verified holds what was called, under its native names', async () => {
  const it = await open({ responses: { geoLocation: { errMsg: 'getLocation:ok', latitude: 30 } } })
  expect(await call(it, 'getLocation')).toMatchObject({ latitude: 30 })
  const [verification] = await it.invoked()
  expect(verification).toMatchObject(['preVerifyJSAPI', { verifyJsApiList: ['geoLocation'] }])
})

const replies: [string, WxCallName, string, Responses, object][] = [
  [
    'network',
    'getNetworkType',
    android,
    { getNetworkType: { err_msg: 'network_type:wifi' } },
    { networkType: 'wifi' },
  ],
  [
    'mobile network',
    'getNetworkType',
    android,
    { getNetworkType: { err_msg: 'network_type:wwan', subtype: '4g' } },
    { networkType: '4g' },
  ],
  [
    'pictures on Android',
    'chooseImage',
    android,
    { chooseImage: { errMsg: 'chooseImage:ok', localIds: '["wxlocal://1"]' } },
    { localIds: ['wxlocal://1'] },
  ],
  [
    'a code on iOS',
    'scanQRCode',
    iphone,
    { scanQRCode: { err_msg: 'scan:ok', resultStr: '{"scan_code":{"scan_result":"table 7"}}' } },
    { resultStr: 'table 7' },
  ],
  [
    'a code on Android',
    'scanQRCode',
    android,
    { scanQRCode: { err_msg: 'scan:ok', resultStr: 'table 7' } },
    { resultStr: 'table 7' },
  ],
  [
    'an address',
    'openAddress',
    android,
    {
      editAddress: {
        err_msg: 'edit_address:ok',
        userName: '小明',
        proviceFirstStageName: '浙江省',
      },
    },
    { userName: '小明', provinceName: '浙江省' },
  ],
  [
    'cards',
    'addCard',
    android,
    {
      batchAddCard: {
        err_msg: 'batch_add_card:ok',
        card_list: '[{"card_id":"c","card_ext":"{}","is_succ":1}]',
      },
    },
    { cardList: [{ cardId: 'c', cardExt: '{}', isSuccess: true }] },
  ],
  ['an old client', 'openAddress', android, {}, { code: 'call-unsupported' }],
  [
    'no permission',
    'getLocation',
    android,
    { geoLocation: { err_msg: 'system:access_denied' } },
    { code: 'call-denied' },
  ],
  [
    'a refused wx.config',
    'getLocation',
    android,
    { preVerifyJSAPI: { errMsg: 'config:invalid url domain' } },
    { code: expect.stringMatching(/^(config-refused|invalid-url-domain)$/) },
  ],
]
test.each(replies)('%s: %s', async (_, name, userAgent, responses, result) => {
  const it = await open({ userAgent, responses })
  const outcome = await call(it, name, fields[name])
  expect(typeof outcome === 'string' ? { code: outcome } : outcome).toMatchObject(result)
})

test("a client that does not answer: the app's time-out and its signal", async () => {
  const it = await open({ responses: { scanQRCode: 'never' } })
  expect(await call(it, 'scanQRCode', { timeout: 50 })).toBe('call-timeout')
  const aborted = it.page.evaluate(() => {
    const abort = new AbortController()
    setTimeout(() => abort.abort(), 50)
    return window
      .useWx()
      .scanQRCode({ signal: abort.signal })
      .catch((error: { code: string }) => error.code)
  })
  expect(await aborted).toBe('call-aborted')
})

test.each<[string, WxCallName, string, unknown, unknown]>([
  ['null', 'closeWindow', android, null, 'call-failed'],
  [
    'JSON that is none',
    'scanQRCode',
    iphone,
    { err_msg: 'x:ok', resultStr: 'table 7' },
    'call-failed',
  ],
  ['other JSON', 'scanQRCode', iphone, { err_msg: 'x:ok', resultStr: '7' }, { resultStr: '' }],
  ['no JSON', 'checkJsApi', android, { errMsg: 'x:ok', checkResult: {} }, 'call-failed'],
])('a reply that the SDK cannot read: %s', async (_, name, userAgent, reply, expected) => {
  const it = await open({ userAgent, responses: { [wxMethods[name].native]: reply } as Responses })
  const outcome = await call(it, name, fields[name])
  expect({ outcome }).toMatchObject({ outcome: expected })
  expect(await it.page.evaluate(() => Object.keys(window.WeixinJSBridge))).toEqual(['invoke', 'on'])
})

const settled = ({ page }: OpenedPage) =>
  expect.poll(
    async () => {
      await page.clock.runFor(500)
      return page.evaluate(() => document.title)
    },
    { timeout: 30_000, interval: 20 },
  )
type Trouble = (it?: OpenedPage) => unknown

test.each<[string, string, Partial<Parameters<typeof openPage>[2]>, Trouble]>([
  ['no bridge', 'no-bridge', { bridgeAfter: null }, () => {}],
  ['a wx.config without a reply', 'timeout', { responses: { preVerifyJSAPI: 'never' } }, () => {}],
  ['a method without a reply', 'call-timeout', { responses: { scanQRCode: 'never' } }, () => {}],
  [
    'a server that fails',
    'orders-failed',
    {},
    () => (shop.answers['GET /weixin/config'] = failure(500, 'orders-failed')),
  ],
  [
    'a page of a proxy',
    'server-unavailable',
    {},
    () =>
      (shop.answers['GET /weixin/config'] = {
        status: 502,
        type: 'text/html',
        body: '<h1>Bad Gateway</h1>',
      }),
  ],
  [
    'a server that never responds',
    'unreachable',
    {},
    () => (shop.answers['GET /weixin/config'] = { after: 'never', body: null }),
  ],
  // The chunk of the SDK does not load either.
  ['a network that is away', 'sdk-not-loaded', {}, (it) => it?.page.context().setOffline(true)],
  [
    'a network that goes away while wx.config is signed',
    'unreachable',
    {},
    (it) => it?.page.route('**/weixin/config*', (route) => route.abort('internetdisconnected')),
  ],
  [
    'a late bridge',
    'table 7',
    {
      bridgeAfter: 100,
      responses: { scanQRCode: { errMsg: 'scanQRCode:ok', resultStr: 'table 7' } },
    },
    () => {},
  ],
])('a call settles with %s', async (_, outcome, phone, trouble) => {
  await trouble()
  const it = await open(phone)
  await it.page.clock.install()
  await it.page.clock.pauseAt(Date.now() + 60_000)
  await it.page.reload()
  await expect.poll(() => it.text('ready')).toBe('true')
  await trouble(it)
  await it.page.evaluate(() => {
    const show = (text: string): void => void (document.title = text)
    window
      .useWx()
      .scanQRCode({ timeout: 30_000 })
      .then(
        ({ resultStr }) => show(resultStr),
        ({ code }: { code: string }) => show(code),
      )
  })
  await settled(it).toBe(outcome)
})

test('an event reaches each listener until it stops', async () => {
  const it = await open()
  const received = await it.page.evaluate(async () => {
    const { onVoicePlayEnd } = window.useWx()
    const all: string[] = []
    const stop = onVoicePlayEnd(({ localId }) => all.push(`1 ${localId}`))
    onVoicePlayEnd(({ localId }) => all.push(`2 ${localId}`))
    while (!window.handlers['onVoicePlayEnd'])
      await new Promise((resolve) => setTimeout(resolve, 5))
    window.handlers['onVoicePlayEnd']({ errMsg: 'onVoicePlayEnd:ok', localId: 'a' })
    stop()
    window.handlers['onVoicePlayEnd']({ errMsg: 'onVoicePlayEnd:ok', localId: 'b' })
    return all
  })
  expect(received).toEqual(['1 a', '2 a', '2 b'])
})

test('in a mini program, without wx.config; and outside WeChat', async () => {
  const userAgent = `${android} miniProgram/wx0123456789abcdef`
  const it = await open({
    userAgent,
    bridgeAfter: 500,
    responses: { invokeMiniProgramAPI: { err_msg: 'invokeMiniProgramAPI:ok' } },
  })
  expect(await call(it, 'miniProgram.navigateTo', { url: '/pages/pay?order=7' })).toMatchObject({})
  expect(await it.invoked()).toMatchObject([
    ['invokeMiniProgramAPI', { name: 'navigateTo', arg: { url: '/pages/pay?order=7' } }],
  ])
  expect(await call(it, 'miniProgram.getEnv')).toEqual({ miniprogram: false })
  expect(shop.requests.filter((path) => path.includes('/config'))).toEqual([])
  await it.close()
  const outside = await open({ userAgent: 'Mozilla/5.0 Chrome/140.0', bridgeAfter: null })
  expect(await call(outside, 'miniProgram.getEnv')).toBe('not-in-weixin')
  expect(await call(outside, 'scanQRCode')).toBe('not-in-weixin')
})
