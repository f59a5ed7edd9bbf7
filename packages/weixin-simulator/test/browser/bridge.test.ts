import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { launchBrowser } from '../../../../tooling/browser.ts'
import { invoke, type WeixinWindow } from './bridge-in-page.ts'
import { startShop, userAgents, visit } from './shop.ts'
import { startStubWeixin, type StubWeixin } from './stub-weixin.ts'

let browser: Browser
let weixin: StubWeixin
let shop: { url: string; close(): Promise<void> }
let page: Page

beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  weixin = await startStubWeixin()
  shop = await startShop(weixin.url)
})
afterEach(async () => {
  await page.context().close()
  await Promise.all([shop.close(), weixin.close()])
})

const open = async (path = '/', userAgent?: string): Promise<void> => {
  ;({ page } = await visit(browser, shop.url + path, userAgent ? { userAgent } : {}))
}
const share = 'updateTimelineShareData'
const config = { verifyJsApiList: [share], appId: 'wx51a7e0c0ffee0001' }
const unverified = { errMsg: `${share}:fail, the permission value is offline verifying` }

test.each([
  ['an ordinary Chrome', undefined, 'desktop'],
  ['an iPhone', userAgents.iPhone, 'ios'],
  ['an Android phone', userAgents.android, 'android'],
])('%s is WeChat with a desktop platform', async (_name, userAgent, platform) => {
  await open('/', userAgent)
  const seen = await page.evaluate(() => [navigator.userAgent, navigator.platform])
  const made: unknown = expect.stringMatching(/Chrome.* MicroMessenger\/8\.0\.\d+ .*WindowsWechat/)
  expect(seen[0]).toEqual(userAgent ?? made)
  expect(seen[1]).toMatch(/win|mac/i)
  await invoke(page, 'preVerifyJSAPI', config)
  expect(weixin.requests[0]?.body['platform']).toBe(platform)
})

test('a config sends the landing address and the present one, fragments and all', async () => {
  await open('/?code=abc&state=1#/x')
  await page.evaluate(() => history.pushState(null, '', '/orders?id=2#top'))
  await invoke(page, 'preVerifyJSAPI', config)
  expect(weixin.requests).toEqual([
    {
      path: 'config',
      body: {
        landing: `${shop.url}/?code=abc&state=1#/x`,
        current: `${shop.url}/orders?id=2#top`,
        platform: 'desktop',
        args: config,
      },
    },
  ])
})

test('a command that wx.config has to list waits for a config, and elsewhere than on iOS for one of each address', async () => {
  await open()
  expect(await invoke(page, share)).toEqual(unverified)
  await invoke(page, 'preVerifyJSAPI', config)
  expect(await invoke(page, share)).toEqual({ err_msg: `${share}:ok` })
  const menu = await invoke(page, 'hideMenuItems')
  expect(menu['errMsg']).toMatch(/offline verifying/)
  await page.evaluate(() => history.pushState(null, '', '/orders'))
  expect(await invoke(page, share)).toEqual(unverified)
  await page.context().close()

  await open('/', userAgents.iPhone)
  await invoke(page, 'preVerifyJSAPI', config)
  await page.evaluate(() => history.pushState(null, '', '/orders'))
  expect(await invoke(page, share)).toEqual({ err_msg: `${share}:ok` })
})

test('a config that failed grants nothing, and its answer comes through as it is', async () => {
  const response = { errMsg: 'config:invalid signature', realAuthUrl: [`${shop.url}/`] }
  weixin.answers['config'] = { response }
  await open()
  expect(await invoke(page, 'preVerifyJSAPI', config)).toEqual(response)
  expect(await invoke(page, share)).toEqual(unverified)
})

test('small commands', async () => {
  await open()
  expect(await invoke(page, 'getNetworkType')).toEqual({ err_msg: 'network_type:wifi' })
  expect(await invoke(page, 'hideOptionMenu')).toMatchObject({ err_msg: /:ok$/ })
  const nobody = { err_msg: 'system:function_not_exist' }
  expect(await invoke(page, 'openUrlByExtBrowser')).toEqual(nobody)
  expect(await invoke(page, 'constructor')).toEqual(nobody)
})

test('checkJsApi answers with an object, on Android with text', async () => {
  const request = { jsApiList: ['getBrandWCPayRequest', 'openUrlByExtBrowser'] }
  const checkResult = { getBrandWCPayRequest: true, openUrlByExtBrowser: false }
  await open()
  expect(await invoke(page, 'checkJsApi', request)).toMatchObject({ checkResult })
  await page.context().close()
  await open('/', userAgents.android)
  const response = await invoke(page, 'checkJsApi', request)
  expect(JSON.parse(String(response['checkResult']))).toEqual(checkResult)
})

test('an answer comes once, later than the call, and in an object of its own', async () => {
  await open()
  const seen = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { WeixinJSBridge } = window as unknown as WeixinWindow
        const seen: unknown[] = []
        const see = (response: Record<string, unknown>): void => {
          seen.push({ ...response })
          delete response['err_msg']
          // The two calls are answered in any order. A second answer to one of them would come before the last call's.
          if (seen.length === 3) WeixinJSBridge?.invoke('getNetworkType', {}, () => resolve(seen))
        }
        WeixinJSBridge?.invoke('getNetworkType', {}, see)
        WeixinJSBridge?.invoke('getNetworkType', {}, see)
        seen.push('called')
      }),
  )
  const response = { err_msg: 'network_type:wifi' }
  expect(seen).toEqual(['called', response, response])
})

test('a handler receives what is published, and an error in a callback is the page’s own', async () => {
  await open()
  const error = page.waitForEvent('pageerror')
  const received = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const { WeixinJSBridge } = window as unknown as WeixinWindow
        WeixinJSBridge?.invoke('getNetworkType', {}, () => {
          throw new Error('mine')
        })
        WeixinJSBridge?.on('menu:share:timeline', resolve)
        WeixinJSBridge?.publish('menu:share:timeline', { scene: 'x' })
      }),
  )
  expect(received).toEqual({ scene: 'x' })
  expect((await error).message).toBe('mine')
})

test('a simulator that is gone fails the config and names its address', async () => {
  await open()
  await weixin.close()
  const { errMsg } = await invoke(page, 'preVerifyJSAPI', config)
  expect(errMsg).toContain(`config:fail, weixin-simulator at ${weixin.url}`)
  weixin = await startStubWeixin()
})

test('loaded a second time, or inside the real WeChat, the script does nothing', async () => {
  await open('/late')
  await page.evaluate(() => Object.assign(window, { WeixinJSBridge: 'the real one' }))
  await page.addScriptTag({ url: `${weixin.url}/simulator/bridge.js` })
  expect(await page.evaluate('window.WeixinJSBridge')).toBe('the real one')
})
