import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HttpResponse, HttpRequest } from 'koa-weixin'
import { afterEach, expect, test, vi } from 'vitest'
import keys from '../../packages/weixin-vectors/data/test-only-keys.json'
import type { Demo } from '../server/main.ts'
import type { Account } from '../server/settings.ts'
import { runDemo, stopDemos } from './run-demo.ts'
import { Customer } from './cookie-client.ts'
import { startTestShop } from './test-shop.ts'

const { merchant, wechatpay_public_key: wechatPay } = keys
const account: Account = {
  appId: merchant.appid,
  appSecret: '0123456789abcdef0123456789abcdef',
  mchId: merchant.mchid,
  serialNo: merchant.certificate_serial,
  privateKey: merchant.private_key_pem_pkcs8,
  apiV3Key: merchant.api_v3_key,
  apiV2Key: null,
  tradeTypes: ['jsapi'],
  publicKeyId: wechatPay.public_key_id,
  publicKey: wechatPay.public_key_pem_spki,
  origin: 'https://tea.example.com',
  encryptionKeys: ['test only: seals the cookies of a test'],
}

vi.setConfig({ testTimeout: 120_000 })

let demo: Demo | undefined
afterEach(async () => {
  await demo?.close()
  demo = undefined
  await stopDemos()
})

/** Takes the place of the network: records each call, and answers the few that this test needs. */
function recorder() {
  const calls: HttpRequest[] = []
  const http = async (request: HttpRequest): Promise<HttpResponse> => {
    calls.push(request)
    const { pathname } = new URL(request.url)
    const json = (value: object): HttpResponse => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(value)),
    })
    if (pathname === '/sns/oauth2/access_token')
      return json({ access_token: 'a', expires_in: 7200, openid: 'oReal', scope: 'snsapi_base' })
    if (pathname.startsWith('/cgi-bin/ticket')) return json({ ticket: 't', expires_in: 7200 })
    if (pathname.startsWith('/cgi-bin')) return json({ access_token: 'a', expires_in: 7200 })
    return { status: 500, headers: {}, body: Buffer.from('{"code":"SYSTEM_ERROR"}') }
  }
  return { calls, http }
}

test('with real credentials every call goes to WeChat, and no simulator runs', async () => {
  const { calls, http } = recorder()
  const silent = { info() {}, warn() {}, error() {} }
  demo = await startTestShop({
    settings: { account },
    page: 'none',
    weixin: { http, logger: silent },
  })
  expect(demo.simulator).toBeNull()
  expect(demo.url).toBe(account.origin)
  const shop = `http://localhost:${demo.port}`
  const customer = new Customer()

  const signIn = await customer.follow(`${shop}/weixin/oauth?returnTo=/orders`)
  const authorize = new URL(signIn)
  expect(authorize.origin + authorize.pathname).toBe(
    'https://open.weixin.qq.com/connect/oauth2/authorize',
  )
  expect(authorize.searchParams.get('redirect_uri')).toBe('https://tea.example.com/weixin/oauth')
  const state = authorize.searchParams.get('state')
  await customer.follow(`${shop}/weixin/oauth?code=c&state=${state}`)

  await customer.get(`${shop}/weixin/config?url=https://tea.example.com/orders`)
  const order = await customer.order(shop, 'longjing', 1)
  const logged = vi.spyOn(console, 'error').mockReturnValue()
  expect((await customer.post(`${shop}/weixin/pay/${order.id}`, {})).status).toBe(502)
  logged.mockRestore()

  const addresses = new Set(calls.map(({ url }) => url.replace(/\?.*/, '')))
  expect([...addresses]).toStrictEqual([
    'https://api.weixin.qq.com/sns/oauth2/access_token',
    expect.stringMatching(/^https:\/\/api\.weixin\.qq\.com\/cgi-bin\/(stable_)?token$/),
    'https://api.weixin.qq.com/cgi-bin/ticket/getticket',
    'https://api.mch.weixin.qq.com/v3/pay/transactions/jsapi',
  ])
  const prepay = calls.find(({ url }) => url.endsWith('/jsapi'))
  expect(JSON.parse(prepay?.body ?? '')).toMatchObject({
    appid: merchant.appid,
    mchid: merchant.mchid,
    notify_url: 'https://tea.example.com/weixin/notify',
    amount: { total: 2800 },
    payer: { openid: 'oReal' },
  })
})

const scriptsOf = (html: string): string[] =>
  [...html.matchAll(/<script[^>]*>/g)].map(([tag]) => /src="([^"]*)"/.exec(tag)?.[1] ?? 'inline')

const statusOf = async (address: string): Promise<string> =>
  `${(await fetch(address)).status} ${new URL(address).pathname}`

test('the page is the built one, compressed, and loads nothing but itself', async () => {
  demo = await startTestShop({ settings: { account } })
  const html = await (await fetch(`http://localhost:${demo.port}/orders`)).text()
  expect(html).not.toMatch(/simulator|模拟/i)
  expect(scriptsOf(html)).toStrictEqual([expect.stringMatching(/^\/assets\/index-[\w-]+\.js$/)])
  const script = `http://localhost:${demo.port}${scriptsOf(html)[0]}`
  const sizes: number[] = []
  for (const encoding of ['br', 'gzip', 'identity']) {
    const response = await fetch(script, { headers: { 'accept-encoding': encoding } })
    expect(response.headers.get('content-encoding') ?? 'identity').toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    expect(await response.text()).toContain('/weixin')
    sizes.push(Number(response.headers.get('content-length')))
  }
  expect(sizes).toStrictEqual(sizes.toSorted((a, b) => a - b))
  expect(sizes[0]).toBeLessThan(sizes[2]! / 2)
  for (const path of ['/main.ts', '/@fs/etc/os-release.txt', '/.env', '/server/settings.ts'])
    expect(await statusOf(`http://localhost:${demo.port}${path}`)).toBe(`404 ${path}`)
})

test('with the simulator its script is the first of the page, and nothing beside the page is served', async () => {
  demo = await startTestShop({ page: 'sources' })
  const html = await (await fetch(demo.url)).text()
  expect(scriptsOf(html)[0]).toBe(`${demo.simulator?.url}/simulator/bridge.js`)
  const here = new URL('..', import.meta.url).pathname
  for (const file of ['server/settings.ts', '.env.example', 'package.json', '../package.json']) {
    const path = `/@fs${join(here, file)}`
    expect(await statusOf(demo.url + path)).toBe(`403 ${path}`)
  }
})

test('the command says that it is real, starts nothing on the port of the simulator', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'real-'))
  try {
    const simulatorPort = String(await freePort())
    const { output } = await runDemo({
      DATA_FOLDER: folder,
      SIMULATOR_PORT: simulatorPort,
      WEIXIN_APP_ID: account.appId,
      WEIXIN_APP_SECRET: account.appSecret,
      WEIXIN_MCH_ID: account.mchId,
      WEIXIN_MCH_SERIAL_NO: account.serialNo,
      WEIXIN_MCH_PRIVATE_KEY: account.privateKey,
      WEIXIN_API_V3_KEY: account.apiV3Key,
      WEIXIN_PUBLIC_KEY_ID: account.publicKeyId,
      WEIXIN_PUBLIC_KEY: account.publicKey,
      WEIXIN_ORIGIN: account.origin,
      WEIXIN_ENCRYPTION_KEYS: account.encryptionKeys[0]!,
    })
    expect(output).toContain('https://tea.example.com')
    expect(output).toContain('payments are real')
    expect(output).not.toMatch(/simulat/i)
    await expect(fetch(`http://localhost:${simulatorPort}/simulator`)).rejects.toThrow(
      'fetch failed',
    )
    expect(existsSync(join(folder, 'simulated'))).toBe(false)
  } finally {
    await stopDemos()
    rmSync(folder, { recursive: true })
  }
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
