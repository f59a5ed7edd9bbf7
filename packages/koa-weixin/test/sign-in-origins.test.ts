import type { AddressInfo } from 'node:net'
import { createServer, type ProxyOptions } from 'vite'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { ConsentAddress, ErrorResponse, Payment } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { cors, requireUser } from '../src/index.ts'
import { rawRequest, type RawReply } from './raw-request.ts'
import { openShop, type Shop } from './shop.ts'
import { client, type Answer } from './cookie-client.ts'

let simulator: Simulator
beforeAll(async () => {
  simulator = await createSimulator()
})
afterAll(() => simulator.close())

/** Where the pages live: another origin of the same site, as m.example.com is beside api.example.com. */
const PAGE = 'http://localhost:5173'
const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type',
}
const locationOf = ({ headers }: Answer): string => headers.get('location') ?? ''
const accessOf = ({ headers }: RawReply): [string, unknown][] =>
  Object.entries(headers).filter(([name]) => name.startsWith('access-control'))

const open = (): Promise<Shop> =>
  openShop({
    simulator,
    weixin: { allowedOrigins: [PAGE] },
    after(app, weixin) {
      app.use(cors(weixin))
      app.use(requireUser(weixin))
      app.use((ctx) => {
        ctx.body = 'the app’s own'
      })
    },
  })

describe('a page on another of our origins', () => {
  it('signs in, reads who it is, and pays', async () => {
    const shop = await open()
    const someone = shop.client()
    const order = shop.orders.add({ openid: simulator.users()[0]?.openid ?? '' })
    const refused = await someone.get('/mine', { origin: PAGE })
    const { error } = refused.body as ErrorResponse
    expect(error).toMatchObject({
      code: 'sign-in-required',
      signIn: `${shop.url}/weixin/oauth`,
    })
    expect(refused.headers.get('access-control-allow-origin')).toBe(PAGE)

    const here = `${PAGE}/orders?tab=1#top`
    const query = `?mode=url&returnTo=${encodeURIComponent(here)}`
    const requests = await someone.get(`${error.signIn}${query}`, { origin: PAGE })
    const atWeixin = await someone.get((requests.body as ConsentAddress).url)
    const back = await someone.get(locationOf(atWeixin))
    expect([back.status, locationOf(back)]).toEqual([302, here])

    const user = await someone.get('/weixin/user', { origin: PAGE })
    expect(user.body).toMatchObject({ user: { isSnapshot: false } })
    expect(user.headers.get('access-control-allow-credentials')).toBe('true')
    expect((await someone.get('/mine', { origin: PAGE })).body).toBe('the app’s own')
    const paid = await someone.post(`/weixin/pay/${order.id}`)
    expect((paid.body as Payment).tradeType).toBe('jsapi')
  })

  it.each(['/weixin/config', '/weixin/oauth', '/weixin/user', '/weixin/pay/1', '/mine'])(
    'may send cookies, by the preflight of %s',
    async (path) => {
      const shop = await open()
      const headers = { origin: PAGE, ...PREFLIGHT }
      const answer = await rawRequest(shop.url, path, { method: 'OPTIONS', headers })
      expect([answer.status, answer.headers['vary']]).toEqual([204, 'Origin'])
      expect(Object.fromEntries(accessOf(answer))).toEqual({
        'access-control-allow-origin': PAGE,
        'access-control-allow-credentials': 'true',
        'access-control-allow-methods': 'GET, POST',
        'access-control-allow-headers': 'content-type, x-requested-with',
        'access-control-max-age': '600',
      })
    },
  )

  it.each([
    'https://evil.example',
    'null',
    'http://localhost:51730',
    'http://localhost:5173.evil.example',
    'http://LOCALHOST:5173',
    'https://localhost:5173',
    'http://user@localhost:5173',
    '*',
    '',
  ])('is not %s, which receives no header', async (origin) => {
    const shop = await open()
    for (const path of ['/weixin/user', '/weixin/oauth?mode=url', '/weixin/pay/1', '/mine'])
      for (const [method, more] of [
        ['GET', {}],
        ['OPTIONS', PREFLIGHT],
      ] as const) {
        const headers = { origin, ...more }
        const answer = await rawRequest(shop.url, path, { method, headers })
        expect(accessOf(answer)).toEqual([])
        expect(answer.headers['vary']).toBe('Origin')
      }
  })
})

describe('a page behind Vite’s proxy', () => {
  it.each([true, false])(
    'signs in with one origin for both (changeOrigin %s)',
    async (changeOrigin) => {
      const vite = await startVite(changeOrigin)
      const shop = await openShop({ simulator, weixin: { origin: vite.url } })
      vite.proxyTo(shop.url)
      const someone = client(vite.url)
      const begun = await someone.get('/weixin/oauth?returnTo=/orders')
      const redirectUri = new URL(locationOf(begun)).searchParams.get('redirect_uri')
      expect(redirectUri).toBe(`${vite.url}/weixin/oauth`)
      const atWeixin = await someone.get(locationOf(begun))
      const back = await someone.get(locationOf(atWeixin))
      expect([back.url.startsWith(vite.url), back.status, locationOf(back)]).toEqual([
        true,
        302,
        '/orders#',
      ])
      const user = await someone.get('/weixin/user')
      expect(user.body).toMatchObject({ user: { isSnapshot: false } })
    },
  )
})

/** A real dev server, as `server: { proxy: { '/weixin': … } }` in vite.config.ts makes it. */
async function startVite(changeOrigin: boolean) {
  let proxy: ProxyOptions | undefined
  const server = await createServer({
    configFile: false,
    envFile: false,
    appType: 'custom',
    logLevel: 'silent',
    root: import.meta.dirname,
    optimizeDeps: { noDiscovery: true },
    server: {
      host: 'localhost',
      port: 0,
      hmr: false,
      ws: false,
      watch: null,
      proxy: {
        '/weixin': {
          target: 'http://localhost:1',
          changeOrigin,
          configure(_server, options) {
            proxy = options
          },
        },
      },
    },
  })
  onTestFinished(() => server.close())
  await server.listen()
  const address = server.httpServer?.address() as AddressInfo | undefined
  return {
    url: `http://localhost:${address?.port}`,
    proxyTo(target: string): void {
      if (proxy) proxy.target = target
    },
  }
}
