import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { onTestFinished } from 'vitest'
import { createSimulator, type Simulator, type SimulatorOptions } from 'weixin-simulator'
import {
  createWeixin,
  weixinRouter,
  type Alert,
  type Endpoints,
  type MerchantOptions,
  type MerchantV2Options,
  type Weixin,
  type WeixinOptions,
} from '../src/index.ts'
import { client, type CookieClient } from './cookie-client.ts'
import { teaOrders, type TeaOrders } from './tea-orders.ts'

/** What of the package makes a shop: a test may hand in another build of it. */
export type KoaWeixin = Pick<typeof import('../src/index.ts'), 'createWeixin' | 'weixinRouter'>

/** A real Koa on a real socket, a real simulator on another, and what they left behind. */
export interface Shop {
  url: string
  simulator: Simulator
  weixin: Weixin
  orders: TeaOrders
  alerts: Alert[]
  /** What was logged, as text: nothing secret may be in it. */
  logged: string[]
  app: Koa
  client(): CookieClient
  /** Signed in as the simulator's first user. */
  customer(base?: string): Promise<CookieClient & { openid: string }>
  close(): Promise<void>
}

export interface ShopOptions {
  simulator?: Simulator | SimulatorOptions
  orders?: TeaOrders
  weixin?: Partial<WeixinOptions>
  /** Another merchant than the default, which speaks v3. */
  merchant?: Partial<MerchantOptions> | (Partial<MerchantV2Options> & { api: 'v2' })
  /** Something in front of the router, such as a body parser. */
  before?: (app: Koa, weixin: Weixin) => void
  /** How the router is mounted. @default directly, under `base` */
  mount?: (app: Koa, weixin: Weixin) => void
  /** The app's own routes, behind the router. */
  after?: (app: Koa, weixin: Weixin) => void
  Koa?: typeof Koa
  /** When it ends. @default with the test */
  onEnd?: (end: () => Promise<void>) => void
  koaWeixin?: KoaWeixin
}

export const SECRET = 'a secret of the tea shop, 32 characters'

/** Ends by itself with the test. */
export async function openShop(options: ShopOptions = {}): Promise<Shop> {
  const { onEnd = onTestFinished } = options
  const { orders = teaOrders(), before = () => {}, after = () => {}, Koa: AppClass = Koa } = options
  const koaWeixin = options.koaWeixin ?? { createWeixin, weixinRouter }
  const simulator = await simulatorOf(options.simulator, onEnd)
  const server = createServer()
  await listen(server)
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const { appId, appSecret } = simulator.credentials
  const alerts: Alert[] = []
  const logged: string[] = []
  const log = (message: string, fields?: object): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`)
  }
  const weixin = koaWeixin.createWeixin({
    appId,
    appSecret,
    origin: url,
    encryptionKeys: SECRET,
    merchant: merchantOf(simulator, options.merchant),
    orders,
    endpoints: endpointsOf(simulator),
    logger: { info: log, warn: log, error: log },
    onAlert: (alert) => {
      alerts.push(alert)
      log('alert', { ...alert, error: alert.error.stack })
    },
    ...options.weixin,
  })
  const app = new AppClass()
  app.on('error', (error: Error) => log(String(error.stack), { cause: String(error.cause) }))
  before(app, weixin)
  const { mount = () => void app.use(koaWeixin.weixinRouter(weixin).routes()) } = options
  mount(app, weixin)
  after(app, weixin)
  const handle = app.callback()
  server.on('request', (request, response) => void handle(request, response))

  const shop: Shop = {
    url,
    simulator,
    weixin,
    orders,
    alerts,
    logged,
    app,
    client: () => client(url),
    async customer(base = '/weixin') {
      const someone = client(url)
      await someone.signIn('', `${base}/oauth`)
      const [user] = simulator.users()
      if (!user) throw new Error('the simulator has no users')
      return { ...someone, openid: user.openid }
    },
    async close() {
      await weixin.drain()
      await new Promise((resolve) => {
        server.close(resolve)
        server.closeAllConnections()
      })
    },
  }
  onEnd(() => shop.close())
  return shop
}

/** Of the dialect that `given.api` says. */
function merchantOf(
  { credentials }: Simulator,
  given: ShopOptions['merchant'] = {},
): MerchantOptions | MerchantV2Options {
  const { mchId, serialNo, privateKey, apiV3Key, publicKeyId, publicKey, apiV2Key, p12 } =
    credentials
  if (given.api === 'v2')
    return { mchId, apiV2Key, clientCertificate: { p12 }, ...given, api: 'v2' }
  const publicKeys = { [publicKeyId]: publicKey }
  return { mchId, serialNo, privateKey, apiV3Key, publicKeys, ...given }
}

export function endpointsOf({ url, secureUrl, credentials }: Simulator): Endpoints {
  return { api: url, open: url, pay: url, secure: secureUrl, ca: credentials.ca }
}

async function simulatorOf(
  given: Simulator | SimulatorOptions = {},
  onEnd: NonNullable<ShopOptions['onEnd']>,
): Promise<Simulator> {
  if ('credentials' in given) return given
  const simulator = await createSimulator(given)
  onEnd(() => simulator.close())
  return simulator
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, 'localhost', resolve))
}
