import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { apiRoutes } from './api/routes.ts'
import { createClock } from './clock.ts'
import { notificationOf } from './announce.ts'
import { createControls } from './control/controls.ts'
import { createRandom, processRandom } from './crypto/random.ts'
import type { ControlTarget } from './control/table/control.ts'
import { ownPagesOnly, requireToken } from './control/token.ts'
import { controlRoutes } from './control/routes.ts'
import { createTrigger, type Trigger } from './control/trigger.ts'
import type { SimulatorControls } from './control/types.ts'
import { rawBody } from './http/body.ts'
import { createOverrides } from './overrides.ts'
import type { CallState } from './http/context.ts'
import { ownHost } from './http/own-host.ts'
import { isLoopback } from './http/loopback.ts'
import { createLog, logged } from './log.ts'
import { createDeliveries } from './notifications/deliveries.ts'
import { openRoutes } from './open/routes.ts'
import { payFailures } from './pay-v3/failure.ts'
import { payFaults } from './pay-faults.ts'
import { payPaths, payRoutes } from './pay-v3/routes.ts'
import { createSigner } from './notifications/signer.ts'
import { payV2Routes } from './pay-v2/routes.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { phoneRoutes } from './phone/routes.ts'
import { createPhoneSettings } from './phone/settings.ts'
import { shownCredentials, type Account } from './state/account.ts'
import { noStore, openStore, type Store } from './store/store.ts'
import { createState } from './state/state.ts'
import type { SimulatorOptions } from './types.ts'
import type { Context } from './context.ts'

async function createContext(options: SimulatorOptions, store: Store): Promise<Context> {
  const { now = Date.now, seed, name, keys: weixin, merchantKeys: merchant, onCall } = options
  const random = createRandom(seed)
  const keys = { weixin, merchant }
  const state = await createState(store.saved, { name, keys, now: now(), random })
  const save = (): Promise<void> => store.save(state)
  await save()
  const clock = createClock(now, state.ahead)
  const { appSecret, apiV2Key, apiV3Key } = state.account.credentials
  const log = createLog(clock, { onCall, secrets: [appSecret, apiV2Key, apiV3Key] })
  const signer = createSigner(state, clock, random)
  const sign = signer.notification
  const context: Context = {
    state,
    clock,
    random,
    log,
    deliveries: createDeliveries({ state, clock, log, random, sign, save, ca: options.notifyCa }),
    overrides: createOverrides(options),
    signer,
    phone: createPhoneSettings(options),
    subMerchants: [...(options.subMerchants ?? [])],
    url: '',
    announce: (event) => context.deliveries.announce(notificationOf(context, event)),
    save,
  }
  return context
}

const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      const address: AddressInfo | string | null = server.address()
      resolve(typeof address === 'object' && address ? address.port : port)
    })
  })

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** A running simulator. */
export interface Simulator extends SimulatorControls {
  /** What the controls and the page at `/` need when it listens beyond loopback; null: nothing. */
  token: string | null
  /** Makes something go wrong, by its name in the table of faults: `trigger('notification-lost', { count: 2 })`. */
  trigger: Trigger
}

interface Addresses {
  url: string
  secureUrl: string
}

/** The request handler of both ports. */
function createApp(
  context: Context,
  target: ControlTarget,
  { token, names }: { token: string | null; names: readonly string[] },
): Koa<CallState> {
  const facts = (): { name: string; url: string } => ({
    name: context.state.account.name,
    url: context.url,
  })
  const app = new Koa<CallState>()
  app.use(ownHost(names))
  app.use(ownPagesOnly)
  app.use(requireToken(token))
  app.use(logged(context.log))
  app.use(payFailures(context))
  app.use(async function saved(_ctx, next) {
    await next()
    await context.save()
  })
  app.use(rawBody())
  app.use(payFaults(context))
  app.use(apiRoutes(context))
  const pay = payRoutes(context)
  app.use(payPaths(pay))
  for (const router of [
    pay,
    payV2Routes(context),
    openRoutes(context),
    phoneRoutes(context),
    dashboardRoutes(context, target, token),
    controlRoutes(target, context.log, facts),
  ]) {
    app.use(router.routes())
  }
  return app
}

/** Starts both ports; the handler is made once the addresses are known. */
async function start(
  { port = 0, host = '127.0.0.1', url, lan }: SimulatorOptions,
  { authority }: Account,
  handler: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Addresses & { stop: () => Promise<void> }> {
  const server = createServer(handler)
  const secure = createSecureServer(
    {
      key: authority.privateKey,
      cert: authority.serverCertificate,
      ca: authority.certificate,
      // Looked at by the calls that want one.
      requestCert: true,
      rejectUnauthorized: false,
    },
    handler,
  )
  // As WeChat Pay's front server says: Keep-Alive: timeout=8.
  server.keepAliveTimeout = 8000
  secure.keepAliveTimeout = 8000
  const listening = await listen(server, port, host)
  const secureListening = await listen(secure, 0, host)
  const isEvery = host === '0.0.0.0' || host === '::'
  const name = lan ?? (isLoopback(host) || isEvery ? 'localhost' : host)
  return {
    url: url?.replace(/\/$/, '') ?? `http://${name}:${listening}`,
    secureUrl: `https://${name}:${secureListening}`,
    async stop() {
      await Promise.all([close(server), close(secure)])
    },
  }
}

/**
 * Starts a WeChat of your own: api.weixin.qq.com, open.weixin.qq.com and api.mch.weixin.qq.com on one port.
 * Rejects when the port is taken (EADDRINUSE), and with a FolderInUseError when another simulator has the folder.
 *
 * @example
 * const simulator = await createSimulator()
 * const weixin = createWeixin({ endpoints: simulator.url, ...simulator.credentials })
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { host = '127.0.0.1', url } = options
  const store = options.folder === undefined ? noStore : await openStore(options.folder)
  try {
    const context = await createContext(options, store)
    const token = isLoopback(host) ? null : (options.token ?? processRandom.word(24))
    const addresses: Addresses = { url: '', secureUrl: '' }
    const credentials = shownCredentials(context.state.account)
    const controls = createControls(context)
    const target: ControlTarget = {
      ...controls,
      get url() {
        return addresses.url
      },
      get secureUrl() {
        return addresses.secureUrl
      },
      credentials,
      entries: (after) => context.log.entries(after),
    }
    const names = url === undefined ? [] : [new URL(url).hostname]
    const handler = createApp(context, target, { token, names }).callback()
    const { stop, ...listening } = await start(
      options,
      context.state.account,
      (request, response) => void handler(request, response),
    )
    Object.assign(addresses, listening)
    context.url = listening.url
    await store.tell(context.url)
    context.deliveries.resume()
    return {
      ...controls,
      ...listening,
      token,
      credentials,
      trigger: createTrigger(controls),
      async close() {
        context.deliveries.stop()
        await stop()
        await context.save()
        await store.close()
      },
    }
  } catch (error) {
    await store.close()
    throw error
  }
}
