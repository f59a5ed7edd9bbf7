import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { apiRoutes } from './api/routes.ts'
import { createClock } from './clock.ts'
import { notificationOf } from './announce.ts'
import { createControls } from './control/controls.ts'
import { createRandom } from './crypto/random.ts'
import { controlRoutes, ownName } from './control/routes.ts'
import { rawBody } from './http/body.ts'
import { createOverrides } from './overrides.ts'
import type { CallState } from './http/context.ts'
import { isLoopback } from './http/loopback.ts'
import { createLog, logged } from './log.ts'
import { createDeliveries } from './notifications/deliveries.ts'
import { openRoutes } from './open/routes.ts'
import { payFailures } from './pay-v3/failure.ts'
import { faults } from './pay-v3/faults.ts'
import { payPaths, payRoutes } from './pay-v3/routes.ts'
import { createSigner } from './notifications/signer.ts'
import { payV2Routes } from './pay-v2/routes.ts'
import { dashboardRoutes } from './dashboard/routes.ts'
import { phoneRoutes } from './phone/routes.ts'
import { createPhoneSettings } from './phone/settings.ts'
import { shownCredentials } from './state/account.ts'
import { noStore, openStore, type Store } from './store/store.ts'
import { createState } from './state/state.ts'
import type { Simulator, SimulatorOptions } from './types.ts'
import type { Context } from './context.ts'

async function createContext(options: SimulatorOptions, store: Store): Promise<Context> {
  const { now = Date.now, seed, name, keys: weixin, merchantKeys: merchant, onCall } = options
  const random = createRandom(seed)
  const keys = { weixin, merchant }
  const state = await createState(store.saved, { name, keys, now: now(), random })
  const save = (): Promise<void> => store.save(state)
  await save()
  const clock = createClock(now, state.ahead)
  const log = createLog(clock, onCall)
  const signer = createSigner(state, clock, random)
  const sign = signer.notification
  const context: Context = {
    state,
    clock,
    random,
    log,
    deliveries: createDeliveries({ state, clock, log, random, sign, save }),
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

/**
 * Starts a WeChat of your own: api.weixin.qq.com, open.weixin.qq.com and api.mch.weixin.qq.com on one port.
 * Rejects when the port is taken (EADDRINUSE).
 */
export async function createSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, host = '127.0.0.1' } = options
  const store = options.folder === undefined ? noStore : await openStore(options.folder)
  const context = await createContext(options, store)
  const controls = createControls(context)
  const isLocal = isLoopback(host)
  const facts = (): { name: string; url: string } => ({
    name: context.state.account.name,
    url: context.url,
  })

  const app = new Koa<CallState>()
  app.use(logged(context.log))
  app.use(payFailures(context))
  app.use(async function saved(_ctx, next) {
    await next()
    await context.save()
  })
  app.use(rawBody())
  app.use(faults(context))
  app.use(ownName(isLocal))
  app.use(apiRoutes(context))
  const pay = payRoutes(context)
  app.use(payPaths(pay))
  for (const router of [
    pay,
    payV2Routes(context),
    openRoutes(context),
    phoneRoutes(context),
    dashboardRoutes(context, controls),
    controlRoutes(controls, context.log, facts),
  ]) {
    app.use(router.routes())
  }

  const answer = app.callback()
  const server = createServer((request, response) => void answer(request, response))
  const taken = await listen(server, port, host)
  const { authority } = context.state.account
  const secure = createSecureServer(
    {
      key: authority.privateKey,
      cert: authority.serverCertificate,
      ca: authority.certificate,
      // Looked at by the calls that want one.
      requestCert: true,
      rejectUnauthorized: false,
    },
    (request, response) => void answer(request, response),
  )
  const secureTaken = await listen(secure, 0, host)
  const name = isLocal || host === '0.0.0.0' || host === '::' ? 'localhost' : host
  context.url = `http://${name}:${taken}`
  await store.tell(context.url)
  context.deliveries.resume()

  return {
    ...controls,
    url: context.url,
    secureUrl: `https://${name}:${secureTaken}`,
    credentials: shownCredentials(context.state.account),
    async close() {
      context.deliveries.stop()
      await Promise.all([close(server), close(secure)])
      await context.save()
      await store.close()
    },
  }
}
