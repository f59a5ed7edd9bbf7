import { createServer, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import Koa from 'koa'
import { apiRoutes } from './api/routes.ts'
import { createClock } from './clock.ts'
import { createControls } from './controls.ts'
import { controlRoutes, ownName } from './control/routes.ts'
import { rawBody } from './http/body.ts'
import { createSwitches } from './faults.ts'
import type { CallState } from './http/context.ts'
import { isLoopback } from './http/loopback.ts'
import { createLog, logged } from './log.ts'
import { createDeliveries } from './notifications/deliveries.ts'
import { openRoutes } from './open/routes.ts'
import { payFailures } from './pay/failure.ts'
import { faults } from './pay/faults.ts'
import { payPaths, payRoutes } from './pay/routes.ts'
import { createSigner } from './pay/signer.ts'
import { payV2Routes } from './pay-v2/routes.ts'
import { phoneRoutes } from './phone/routes.ts'
import { shownCredentials } from './state/account.ts'
import { noFile, stateFile } from './state/file.ts'
import { createState } from './state/state.ts'
import type { Simulator, SimulatorOptions } from './types.ts'
import type { Context } from './context.ts'

async function createWorld(options: SimulatorOptions): Promise<Context> {
  const { now = Date.now, folder, name, keys: weixin, merchantKeys: merchant, onCall } = options
  const file = folder === undefined ? noFile : stateFile(folder)
  const state = await createState(await file.load(), {
    name,
    keys: { weixin, merchant },
    now: now(),
  })
  const save = (): Promise<void> => file.save(state)
  await save()
  const clock = createClock(now, state.ahead)
  const log = createLog(clock, onCall)
  const signer = createSigner(state, clock)
  return {
    state,
    clock,
    log,
    deliveries: createDeliveries({ state, clock, log, sign: signer.notification, save }),
    switches: createSwitches(options),
    signer,
    subMerchants: options.subMerchants ?? [],
    url: '',
    save,
  }
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
  const world = await createWorld(options)
  const controls = createControls(world)
  const isLocal = isLoopback(host)
  const facts = (): { name: string; url: string } => ({
    name: world.state.account.name,
    url: world.url,
  })

  const app = new Koa<CallState>()
  app.use(logged(world.log))
  app.use(payFailures(world))
  app.use(async function kept(_ctx, next) {
    await next()
    await world.save()
  })
  app.use(rawBody())
  app.use(faults(world))
  app.use(ownName(isLocal))
  app.use(apiRoutes(world))
  const pay = payRoutes(world)
  app.use(payPaths(pay))
  for (const router of [
    pay,
    payV2Routes(world),
    openRoutes(world),
    phoneRoutes(world),
    controlRoutes(controls, world.log, facts),
  ]) {
    app.use(router.routes())
  }

  const answer = app.callback()
  const server = createServer((request, response) => void answer(request, response))
  const taken = await listen(server, port, host)
  const { authority } = world.state.account
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
  world.url = `http://${name}:${taken}`
  world.deliveries.resume()

  return {
    ...controls,
    url: world.url,
    secureUrl: `https://${name}:${secureTaken}`,
    credentials: shownCredentials(world.state.account),
    async close() {
      world.deliveries.stop()
      await Promise.all([close(server), close(secure)])
      await world.save()
    },
  }
}
