import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createWeixin, type Weixin } from 'koa-weixin'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { createApp } from './app.ts'
import { readEncryptionKey, takeDataFolder } from './data-folder.ts'
import { openDatabase, type Database } from './database.ts'
import { findFreePort, listen } from './listen.ts'
import { teaOrders } from './orders.ts'
import { openPage } from './page.ts'
import { startReconciling } from './reconciling.ts'
import { bareSettings, readSettings } from './settings.ts'
import type { StartOptions } from './start-options.ts'
import { realAccount, simulatedAccount } from './weixin-account.ts'
import { weixinOrders } from './weixin-orders.ts'

export interface Demo {
  /** The address for the shop's users. */
  url: string
  /** A phone in the same network reaches the shop. */
  isOnNetwork: boolean
  /** The port on this machine. */
  port: number
  /** Null with real credentials. */
  simulator: Simulator | null
  database: Database
  weixin: Weixin
  /** Reconciles pending orders now, as the timer does. */
  reconcile(): Promise<void>
  close(): Promise<void>
}

const demo = dirname(dirname(fileURLToPath(import.meta.url)))

/** Starts the whole shop: the database, the simulated WeChat (without real credentials), the server, the page. */
export async function start(options: StartOptions = {}): Promise<Demo> {
  const closers: (() => Promise<unknown>)[] = []
  /** Closes in the reverse order of opening. */
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer; closer = closers.pop()) await closer()
  }
  try {
    const started = await open(options, (closer) => closers.push(closer))
    return { ...started, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function open(
  options: StartOptions,
  onClose: (closer: () => Promise<unknown>) => void,
): Promise<Omit<Demo, 'close'>> {
  const { now = Date.now, signal, lan = null } = options
  const report = (line: string): void => {
    signal?.throwIfAborted()
    options.onProgress?.(line)
  }
  const settings = options.settings
    ? { ...bareSettings, ...options.settings }
    : readSettings(join(demo, '.env'), process.env)
  const { account, folder } = settings
  if (account && lan !== null)
    throw new Error('--lan is for the simulator: with the credentials of .env WeChat needs https.')
  const host = lan === null ? '127.0.0.1' : '0.0.0.0'

  const data = folder === ':memory:' ? null : await takeDataFolder(folder, { ...options, now })
  if (data) onClose(() => data.release())
  if (data?.heldBy) {
    const { pid, since } = data.heldBy
    report(`The data folder is in use by another demo (pid ${pid}, since ${since}).`)
    report('This one keeps its orders in a temporary folder, and forgets them when it ends.')
  }
  // Orders that were paid at the simulator never appear beside real ones.
  const home = data && join(data.path, account ? 'real' : 'simulated')
  if (home) mkdirSync(home, { recursive: true })

  const ordersFolder = home && join(home, 'orders')
  const isNew = !settings.databaseUrl && ordersFolder && !existsSync(ordersFolder)
  report(isNew ? 'Making the database: a few seconds, once' : 'Opening the database')
  const database =
    options.database ?? (await openDatabase({ url: settings.databaseUrl, folder: ordersFolder }))
  if (!options.database) onClose(() => database.close())

  const takePort = async (what: string, usual: number): Promise<number> => {
    const port = await findFreePort(usual)
    if (port !== usual) report(`Port ${usual} is taken; ${what} uses another.`)
    return port
  }

  const server = createServer()
  const listening = await listen(server, await takePort('the shop', settings.port), host)
  onClose(() => listening.close())
  const url = `http://${lan ?? 'localhost'}:${listening.port}`

  let simulator: Simulator | null = null
  if (!account && options.simulator) simulator = options.simulator
  else if (!account) {
    report('Starting the simulated WeChat')
    const made = await createSimulator({
      port: await takePort('the simulator', settings.simulatorPort),
      ...(home && { folder: join(home, 'weixin') }),
      page: url,
      now,
      host,
      ...(lan !== null && { lan }),
      ...options.simulatorOptions,
    })
    onClose(() => made.close())
    simulator = made
  }

  const orders = weixinOrders(database, now)
  const encryptionKey = home ? readEncryptionKey(home) : randomBytes(32).toString('base64')
  const weixin = createWeixin({
    ...(account ? realAccount(account) : simulatedAccount(simulator!, url, [encryptionKey])),
    allowHttpOrigin: lan !== null,
    orders: options.orders?.(orders) ?? orders,
    now,
    ...options.weixin,
  })
  report('Preparing the page')
  const page = await openPage(options.page ?? (account ? 'built' : 'sources'), {
    server,
    simulatorUrl: simulator?.url ?? null,
    cacheFolder: home ? join(home, 'vite') : undefined,
  })
  onClose(async () => {
    await page.close()
    await listening.close()
    await weixin.drain()
  })
  const shopOrders = teaOrders(database, now)
  const reconciling = startReconciling(weixin, shopOrders, settings.reconcileEvery)
  onClose(() => reconciling.stop())
  const app = createApp({
    weixin,
    orders: shopOrders,
    allowsGuests: !account || account.tradeTypes.length > 1,
    page: page.middleware,
  })
  if (account) {
    // The tunnel or proxy in front of the shop names the payer's address, which H5 payments need.
    app.proxy = true
    app.maxIpsCount = 1
  }
  const handle = app.callback()
  server.on('request', (request, response) => void handle(request, response))
  return {
    url: account?.origin ?? url,
    isOnNetwork: lan !== null,
    port: listening.port,
    simulator,
    database,
    weixin,
    reconcile: () => reconciling.run(),
  }
}
