import { generateKeyPairSync } from 'node:crypto'
import type { Context, Next } from 'koa'
import { bodyParser } from '@koa/bodyparser'
import { koaBody } from 'koa-body'
import { describe, expect, it } from 'vitest'
import { axiosHttp, verifyFile, type HttpRequest, type WeixinOptions } from '../../src/index.ts'
import { runDoctor, type DoctorOptions } from '../../src/doctor/run-doctor.ts'
import type { ShopOptions } from '../shop.ts'
import { redisLikeCache } from './caches.ts'
import { openHealthy, troublesOf, type Healthy } from './healthy.ts'

/** One thing that is wrong, and what the doctor reports of it: everything else is well or skipped. */
interface Fault {
  name: string
  shop?: ShopOptions
  plant?: (healthy: Healthy) => WeixinOptions | Promise<WeixinOptions>
  doctor?: DoctorOptions
  finds: Record<string, string>
}

const other = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})
const weak = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

/** The same options with other fields of the merchant. */
const withMerchant =
  (change: (healthy: Healthy) => object) =>
  (healthy: Healthy): WeixinOptions => {
    const { certificate: _, ...rest } = healthy.merchant
    const { serialNo } = healthy.shop.simulator.credentials
    return { ...healthy.options, merchant: { ...rest, serialNo, ...change(healthy) } }
  }

/** WeChat's own addresses, forwarded to the simulator: then the app has to be where WeChat reaches it. */
const realWeixin = ({ shop, options }: Healthy): WeixinOptions => {
  const hosts = ['api.weixin.qq.com', 'api.mch.weixin.qq.com', 'api2.mch.weixin.qq.com']
  const forward = Object.fromEntries(hosts.map((host) => [`https://${host}`, shop.simulator.url]))
  const { endpoints: _, ...rest } = options
  return { ...rest, http: axiosHttp({ forward }) }
}

/** WeChat Pay refuses an order with this code. */
const refusingOrders =
  (status: number, code: string) =>
  ({ options }: Healthy): WeixinOptions => {
    const send = axiosHttp()
    const http = async (request: HttpRequest) =>
      request.url.endsWith('/transactions/jsapi')
        ? { status, headers: {}, body: Buffer.from(JSON.stringify({ code, message: code })) }
        : send(request)
    return { ...options, http }
  }

/** Something in front of the notify address alone. */
const inFrontOfNotify = (answer: (ctx: Context) => void): ShopOptions => ({
  before: (app) =>
    app.use(async (ctx: Context, next: Next) => {
      if (ctx.path.endsWith('/notify') && ctx.method === 'POST') answer(ctx)
      else await next()
    }),
})

/** Something in front of the whole app. */
const inFront = (answer: (ctx: Context) => void): ShopOptions => ({
  before: (app) => app.use((ctx: Context) => answer(ctx)),
})

const login = (ctx: Context): void => ctx.redirect('/login')
const page = (ctx: Context): void => {
  ctx.type = 'html'
  ctx.body = '<!doctype html><title>tea</title>'
}
const FILE = 'MP_verify_AbCdEfGh12345678.txt'
const file = (content: string | null): DoctorOptions => ({ verifyFiles: [{ name: FILE, content }] })
const serving = (content: string): ShopOptions => ({
  before: (app) => app.use(verifyFile({ [FILE]: content })),
})

const options: Fault[] = [
  {
    name: 'a misspelt option',
    plant: ({ options: all }) => ({ ...all, orgin: 'https://a.example.com' }) as WeixinOptions,
    finds: { options: 'failed option-invalid' },
  },
  {
    name: 'an APIv3 key of another length',
    plant: withMerchant(() => ({ apiV3Key: 'short' })),
    finds: { options: 'failed option-invalid' },
  },
  {
    name: 'a certificate whose private key is another',
    plant: ({ options: all, merchant }) => ({
      ...all,
      merchant: { ...merchant, privateKey: other.privateKey },
    }),
    finds: { options: 'failed option-invalid' },
  },
  {
    name: 'a merchant without orders',
    plant({ options: all }) {
      const { orders: _, ...rest } = all
      return rest
    },
    finds: { orders: 'warning orders-missing' },
  },
]

const addresses: Fault[] = [
  {
    name: 'localhost, for the real WeChat',
    plant: realWeixin,
    finds: { origin: 'failed origin-not-public' },
  },
  {
    name: 'an app that does not run',
    plant: ({ options: all }) => ({ ...all, origin: 'http://localhost:9' }),
    finds: { routes: 'failed routes-unreachable' },
  },
  {
    name: 'a base under which nothing is mounted',
    plant: ({ options: all }) => ({ ...all, base: '/elsewhere' }),
    finds: { routes: 'failed routes-not-found' },
  },
  {
    name: 'a login in front of everything',
    shop: inFront(login),
    finds: { routes: 'failed routes-redirected' },
  },
  {
    name: 'a page in front of everything',
    shop: inFront(page),
    finds: { routes: 'failed routes-page' },
  },
  {
    name: 'basic authentication in front of everything',
    shop: inFront((ctx) => {
      ctx.status = 401
    }),
    finds: { routes: 'failed routes-login' },
  },
  {
    name: 'a wrapper around every response',
    shop: inFront((ctx) => {
      ctx.body = { code: 0, data: null }
    }),
    finds: { routes: 'failed routes-unexpected' },
  },
]

const notify: Fault[] = [
  {
    name: 'a redirect to a login',
    shop: inFrontOfNotify(login),
    finds: { notify: 'failed notify-redirected' },
  },
  {
    name: 'a 401 of the app',
    shop: inFrontOfNotify((ctx) => {
      ctx.status = 401
      ctx.body = { message: 'sign in' }
    }),
    finds: { notify: 'failed notify-login' },
  },
  {
    name: 'a 403 of a filter',
    shop: inFrontOfNotify((ctx) => {
      ctx.status = 403
    }),
    finds: { notify: 'failed notify-login' },
  },
  {
    name: 'a route that takes no POST',
    shop: inFrontOfNotify((ctx) => {
      ctx.status = 405
    }),
    finds: { notify: 'failed notify-not-found' },
  },
  {
    name: 'the page of a single-page app',
    shop: inFrontOfNotify(page),
    finds: { notify: 'failed notify-page' },
  },
  {
    name: 'a 200 for everything',
    shop: inFrontOfNotify((ctx) => {
      ctx.body = { code: 'SUCCESS' }
    }),
    finds: { notify: 'failed notify-unexpected' },
  },
  {
    name: 'a proxy whose app does not run',
    shop: inFrontOfNotify((ctx) => {
      page(ctx)
      ctx.status = 502
    }),
    finds: { notify: 'failed notify-gateway' },
  },
  {
    name: "a proxy that drops WeChat Pay's headers",
    shop: {
      before: (app) =>
        app.use((ctx: Context, next: Next) => {
          for (const name of Object.keys(ctx.req.headers))
            if (name.startsWith('wechatpay-')) delete ctx.req.headers[name]
          return next()
        }),
    },
    finds: { notify: 'failed notify-headers' },
  },
  {
    name: 'a server that hangs up',
    shop: inFrontOfNotify((ctx) => {
      ctx.respond = false
      ctx.req.socket.destroy()
    }),
    finds: { notify: 'failed notify-unreachable' },
  },
  {
    name: 'koa-body that leaves no bytes',
    shop: { before: (app) => app.use(koaBody()) },
    finds: { notify: 'failed body-eaten' },
  },
  {
    name: 'koa-body with includeUnparsed, which is right',
    shop: { before: (app) => app.use(koaBody({ includeUnparsed: true })) },
    finds: {},
  },
  {
    name: '@koa/bodyparser, which is right',
    shop: { before: (app) => app.use(bodyParser()) },
    finds: {},
  },
]

const verifyFiles: Fault[] = [
  { name: 'is served', shop: serving('token'), doctor: file('token'), finds: {} },
  {
    name: 'is missing',
    doctor: file(null),
    finds: { 'verify-file': 'failed verify-file-not-found' },
  },
  {
    name: 'has another content',
    shop: serving('another'),
    doctor: file('token'),
    finds: { 'verify-file': 'failed verify-file-differs' },
  },
  {
    name: 'is answered by the page of the app',
    shop: {
      after: (app) =>
        app.use((ctx: Context) => {
          page(ctx)
        }),
    },
    doctor: file(null),
    finds: { 'verify-file': 'failed verify-file-page' },
  },
]

const account: Fault[] = [
  {
    name: 'another AppSecret',
    plant: ({ options: all }) => ({ ...all, appSecret: 'f'.repeat(32) }),
    finds: { 'access-token': 'failed account-wrong' },
  },
  {
    name: 'an address that is not on the allowlist',
    plant({ options: all, shop }) {
      shop.simulator.faults.setAllowlist([])
      return all
    },
    finds: { 'access-token': 'failed address-not-allowed' },
  },
  {
    name: 'a quota that is used up',
    plant({ options: all, shop }) {
      shop.simulator.faults.setQuotas({ stable_token: 0 })
      return all
    },
    finds: { 'access-token': 'failed quota-reached' },
  },
  {
    name: 'a quota of tickets that is used up',
    plant({ options: all, shop }) {
      shop.simulator.faults.setQuotas({ getticket: 0 })
      return all
    },
    finds: { 'jsapi-ticket': 'failed quota-reached' },
  },
  {
    name: 'a clock that is six minutes ahead',
    plant: ({ options: all }) => ({ ...all, now: () => Date.now() + 360_000 }),
    finds: { clock: 'failed clock-wrong' },
  },
  {
    name: 'a clock that is two minutes behind',
    plant: ({ options: all }) => ({ ...all, now: () => Date.now() - 120_000 }),
    finds: { clock: 'warning clock-off' },
  },
]

const merchant: Fault[] = [
  {
    name: 'another private key than the serial',
    plant: withMerchant(() => ({ privateKey: other.privateKey })),
    finds: { 'merchant-query': 'failed SIGN_ERROR' },
  },
  {
    name: 'another serial',
    plant: withMerchant(() => ({ serialNo: 'A'.repeat(40) })),
    finds: { 'merchant-query': 'failed SIGN_ERROR' },
  },
  {
    name: 'another mchId',
    plant: withMerchant(() => ({ mchId: '1999999999' })),
    finds: { 'merchant-query': 'failed SIGN_ERROR' },
  },
  {
    name: 'a serial that was not copied whole',
    plant: withMerchant(({ shop }) => ({
      serialNo: shop.simulator.credentials.serialNo.slice(0, 38),
    })),
    finds: { keys: 'warning serial-length', 'merchant-query': 'failed SIGN_ERROR' },
  },
  {
    name: 'a private key of 1024 bits',
    plant: withMerchant(() => ({ privateKey: weak.privateKey })),
    finds: { keys: 'warning private-key-size', 'merchant-query': 'failed SIGN_ERROR' },
  },
  {
    name: "another public key than WeChat Pay's",
    plant: withMerchant(({ shop }) => ({
      publicKeys: { [shop.simulator.credentials.publicKeyId]: other.publicKey },
    })),
    finds: { 'merchant-query': 'failed response-unverified' },
  },
  {
    name: "the merchant's own public key in place of WeChat Pay's",
    plant: withMerchant(({ shop }) => ({
      privateKey: other.privateKey,
      publicKeys: { [shop.simulator.credentials.publicKeyId]: other.publicKey },
    })),
    finds: { keys: 'failed public-key-own' },
  },
  {
    name: 'an APIv3 key that is not the one of the console',
    async plant(healthy) {
      const { serialNo } = await healthy.shop.simulator.platform.issue()
      healthy.shop.simulator.platform.signBy({ [serialNo]: 1 })
      return withMerchant(() => ({
        apiV3Key: 'x'.repeat(32),
        publicKeys: undefined,
        platformCertificates: 'download',
      }))(healthy)
    },
    finds: { 'api-v3-key': 'failed certificates-wrong' },
  },
  {
    name: 'certificate mode for a merchant that has none',
    plant: withMerchant(() => ({ publicKeys: undefined, platformCertificates: 'download' })),
    finds: { 'api-v3-key': 'failed no-certificates' },
  },
  {
    name: 'public keys alone while certificates are still in use',
    async plant({ options: all, shop }) {
      await shop.simulator.platform.issue()
      return all
    },
    finds: { 'platform-keys': 'warning certificates-in-use' },
  },
  {
    name: 'responses that only a certificate signs',
    async plant({ options: all, shop }) {
      const { serialNo } = await shop.simulator.platform.issue()
      shop.simulator.platform.signBy({ [serialNo]: 1 })
      return all
    },
    finds: { 'merchant-query': 'failed response-unverified' },
  },
  {
    name: 'certificates given by hand, one of which is missing',
    async plant(healthy) {
      const { certificate } = await healthy.shop.simulator.platform.issue()
      await healthy.shop.simulator.platform.issue()
      return withMerchant(() => ({ platformCertificates: [certificate] }))(healthy)
    },
    finds: { 'platform-keys': 'warning certificate-not-given' },
  },
  {
    name: 'a serial of a platform certificate',
    async plant(healthy) {
      const { certificate, serialNo } = await healthy.shop.simulator.platform.issue()
      return withMerchant(() => ({ serialNo, platformCertificates: [certificate] }))(healthy)
    },
    finds: { keys: 'failed serial-of-weixin' },
  },
  {
    name: 'a certificate that has expired',
    plant: ({ options: all }) => ({ ...all, now: () => Date.now() + 20 * 365 * 86_400_000 }),
    finds: { certificates: 'failed certificate-expired', clock: 'failed clock-wrong' },
  },
  {
    name: 'a certificate of another merchant',
    plant: ({ options: all, merchant: given }) => ({
      ...all,
      merchant: { ...given, mchId: '1999999999' },
    }),
    finds: { certificates: 'failed certificate-of-another' },
  },
  {
    name: 'an appId that is not linked with the merchant',
    plant: refusingOrders(400, 'APPID_MCHID_NOT_MATCH'),
    finds: { 'appid-mchid': 'failed APPID_MCHID_NOT_MATCH' },
  },
  {
    name: 'a product that is not enabled',
    plant: refusingOrders(403, 'NO_AUTH'),
    finds: { 'appid-mchid': 'failed NO_AUTH' },
  },
  {
    name: 'WeChat Pay that fails',
    plant({ options: all, shop }) {
      shop.simulator.faults.failPay({ path: '/out-trade-no/', times: 9, response: 'bad-gateway' })
      return all
    },
    finds: { 'merchant-query': 'failed weixin-unreachable' },
  },
]

const merchantV2: Fault[] = [
  {
    name: 'another APIv2 key',
    shop: { merchant: { api: 'v2' } },
    plant: ({ options: all, merchantV2: given }) => ({
      ...all,
      merchant: { ...given, apiV2Key: 'x'.repeat(32) },
    }),
    finds: { 'merchant-query': 'failed query-refused' },
  },
  {
    name: 'no client certificate',
    shop: { merchant: { api: 'v2' } },
    plant({ options: all, merchantV2: given }) {
      const { clientCertificate: _, ...rest } = given
      return { ...all, merchant: rest }
    },
    finds: { keys: 'warning client-certificate-missing' },
  },
  {
    name: 'a client certificate of another merchant',
    shop: { merchant: { api: 'v2' } },
    plant: ({ options: all, merchantV2: given, shop }) => ({
      ...all,
      merchant: {
        ...given,
        mchId: '1999999999',
        clientCertificate: {
          certificate: shop.simulator.credentials.certificate,
          privateKey: shop.simulator.credentials.privateKey,
        },
      },
    }),
    finds: { certificates: 'failed certificate-of-another' },
  },
]

const withCache =
  (parts: Parameters<typeof redisLikeCache>[0]) =>
  ({ options: all }: Healthy): WeixinOptions => ({ ...all, cache: redisLikeCache(parts) })

const caches: Fault[] = [
  {
    name: 'that is not there',
    plant: withCache({ get: () => Promise.reject(new Error('redis://:password@host')) }),
    finds: { cache: 'failed cache-failed' },
  },
  {
    name: 'that forgets',
    plant: withCache({ set: () => {} }),
    finds: { cache: 'failed cache-forgets' },
  },
  {
    name: 'that does not delete',
    plant: withCache({ delete: () => {} }),
    finds: { cache: 'failed cache-not-deleted' },
  },
  {
    name: 'without a lock',
    plant: ({ options: all }) => {
      const cache = redisLikeCache()
      delete cache.lock
      return { ...all, cache }
    },
    finds: { lock: 'warning lock-missing' },
  },
  {
    name: 'whose lock excludes nobody',
    plant: withCache({ lock: async () => ({ renew: async () => true, release: async () => {} }) }),
    finds: { lock: 'failed lock-shared' },
  },
  {
    name: 'whose lock is never given',
    plant: withCache({ lock: async () => undefined }),
    finds: { lock: 'failed lock-failed' },
  },
  {
    name: 'whose lock is not released',
    plant({ options: all }) {
      const cache = redisLikeCache()
      const lock = cache.lock?.bind(cache)
      return {
        ...all,
        cache: {
          ...cache,
          async lock(key, leaseMs) {
            const held = await lock?.(key, leaseMs)
            return held && { ...held, release: async () => {} }
          },
        },
      }
    },
    finds: { lock: 'failed lock-not-released' },
  },
]

const groups: [string, Fault[]][] = [
  ['the options', options],
  ['the addresses', addresses],
  ['the notify address', notify],
  ['MP_verify', verifyFiles],
  ['the account', account],
  ['the merchant', merchant],
  ['a merchant of API v2', merchantV2],
  ['a cache', caches],
]

describe.each(groups)('%s:', (_name, faults) => {
  it.each(faults)('$name', async ({ shop, plant = (it) => it.options, doctor, finds }) => {
    const healthy = await openHealthy(shop)
    const spoiled = await plant(healthy)
    const { troubles } = await troublesOf(spoiled, doctor)
    expect(troubles).toEqual(finds)
  })
})

it('prints the address that the allowlist needs, and no secret', async () => {
  const { options: all, shop } = await openHealthy()
  shop.simulator.faults.setAllowlist([])
  const { report } = await runDoctor({ kind: 'options', options: all })
  const found = report.checks.find(({ id }) => id === 'access-token')
  expect(found?.text.zh).toContain('127.0.0.1')
  expect(found?.remedy?.zh).toContain('IP白名单')
  expect(found?.console).toBe('mp.weixin.qq.com → 设置与开发 → 基本配置 → IP白名单')
  const text = JSON.stringify(report)
  const { appSecret, apiV3Key, privateKey } = shop.simulator.credentials
  for (const secret of [appSecret, apiV3Key, privateKey.split('\n')[1]])
    expect(text).not.toContain(secret)
})
