import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { renderUnicodeCompact } from 'uqr'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TeaOrderPage } from '../contract.ts'
import { isGroupAlive, runDemo, stopDemos } from './run-demo.ts'
import { Customer } from './cookie-client.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'demo-'))
})
afterEach(async () => {
  await stopDemos()
  rmSync(folder, { recursive: true })
})

const portOf = (url: string): string => new URL(url).port
const simulatorOf = async (shop: string): Promise<string> => {
  const page = await (await fetch(shop)).text()
  return /src="(\S+)\/simulator\/bridge\.js"/.exec(page)?.[1] ?? ''
}
const openids = async (simulator: string): Promise<string[]> => {
  const users = (await (await fetch(`${simulator}/simulator/users`)).json()) as {
    openid: string
  }[]
  return users.map(({ openid }) => openid)
}

test('two demos at once: the second reports who holds the folder and the ports, and leaves nothing behind', async () => {
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  const data = { DATA_FOLDER: join(folder, 'data'), TMPDIR: temporary }
  const first = await runDemo(data)
  const simulator = await simulatorOf(first.url)
  expect(first.output).not.toContain('in use')
  expect(first.output).not.toContain('is taken')

  const ports = { PORT: portOf(first.url), SIMULATOR_PORT: portOf(simulator) }
  const second = await runDemo({ ...data, ...ports })
  expect(second.output).toMatch(
    new RegExp(`in use by another demo \\(pid ${first.pid}, since \\d{4}-\\d\\d-\\d\\dT`),
  )
  expect(second.output).toContain(`Port ${ports.PORT} is taken`)
  expect(second.output).toContain(`Port ${ports.SIMULATOR_PORT} is taken`)
  expect(readdirSync(temporary)).toHaveLength(1)
  expect(await simulatorOf(second.url)).not.toBe(simulator)

  // Each demo has its own orders.
  const customer = new Customer()
  await customer.signIn(first.url)
  await customer.order(first.url, 'longjing', 1)
  const other = new Customer()
  await other.signIn(second.url)
  expect(await other.get(`${second.url}/api/orders`)).toStrictEqual({ orders: [], next: null })

  expect(await second.stop('SIGTERM')).toBe(0)
  expect(readdirSync(temporary)).toStrictEqual([])
  expect(isGroupAlive(second.pid)).toBe(false)

  const { orders } = await customer.get<TeaOrderPage>(`${first.url}/api/orders`)
  expect(orders).toHaveLength(1)
  expect(await first.stop('SIGINT')).toBe(0)
  expect(isGroupAlive(first.pid)).toBe(false)
  await expect(fetch(first.url)).rejects.toThrow('fetch failed')
  await expect(fetch(simulator)).rejects.toThrow('fetch failed')
}, 180_000)

test('a restart keeps orders, users and sessions, also after kill -9', async () => {
  const data = { DATA_FOLDER: join(folder, 'data') }
  const customer = new Customer()
  const first = await runDemo(data)
  await customer.signIn(first.url)
  const order = await customer.order(first.url, 'oolong', 2)
  const users = await openids(await simulatorOf(first.url))
  expect(await first.stop('SIGINT')).toBe(0)

  // The ports of the first one must be free again.
  const second = await runDemo({ ...data, PORT: portOf(first.url) })
  expect(second.url).toBe(first.url)
  expect(await customer.get(`${second.url}/api/orders/${order.id}`)).toStrictEqual(order)
  expect(await openids(await simulatorOf(second.url))).toStrictEqual(users)
  const later = await customer.order(second.url, 'jasmine', 1)
  await second.stop('SIGKILL')

  const third = await runDemo(data)
  expect(third.output).not.toContain('in use')
  const { orders } = await customer.get<TeaOrderPage>(`${third.url}/api/orders`)
  expect(orders).toStrictEqual([later, order])
  expect(await openids(await simulatorOf(third.url))).toStrictEqual(users)
  expect(await third.stop('SIGTERM')).toBe(0)
}, 180_000)

test('interrupted while it starts, it tidies up and ends', async () => {
  const data = { DATA_FOLDER: join(folder, 'data') }
  const ended = runDemo(data).then(({ output }) => output, String)
  await expect
    .poll(() => readdirSync(folder, { recursive: true }), { timeout: 60_000, interval: 50 })
    .toContain(join('data', 'holder.json'))
  const holder = readFileSync(join(folder, 'data', 'holder.json'), 'utf8')
  const { pid } = JSON.parse(holder) as { pid: number }
  process.kill(pid, 'SIGINT')
  expect(await ended).toMatch(/ended with 0:(?![^]*Shop)/)
  expect(readdirSync(join(folder, 'data'))).toStrictEqual(['simulated'])
  expect(isGroupAlive(pid)).toBe(false)
}, 120_000)

test('with half of the credentials it stops and names the missing lines', async () => {
  const half = { DATA_FOLDER: join(folder, 'data'), WEIXIN_APP_ID: 'wx1234567890abcdef' }
  await expect(runDemo(half)).rejects.toThrow(/ended with 1:[^]*WEIXIN_APP_SECRET, WEIXIN_MCH_ID/)
  expect(readdirSync(folder)).toStrictEqual([])
})

test('--lan opens the shop and WeChat’s screens to the network, and the dashboard to its token alone', async () => {
  const address = '192.168.77.5'
  const demo = await runDemo({ DATA_FOLDER: join(folder, 'data') }, `--lan=${address}`)
  expect(new URL(demo.url).hostname).toBe(address)
  for (const line of renderUnicodeCompact(demo.url, { border: 2, ecc: 'L' }).split('\n'))
    expect(demo.output).toContain(`  ${line}\n`)
  const [dashboard = ''] = /http:\S+token=\w+/.exec(demo.output) ?? []

  // By loopback, with the network's address in Host: tests connect to nothing else.
  const get = async (url: string): Promise<{ status: number | undefined; text: string }> => {
    const { host, port, pathname, search } = new URL(url)
    const sent = request({
      host: '127.0.0.1',
      port,
      path: pathname + search,
      headers: { host, 'user-agent': 'MicroMessenger/8.0' },
    })
    sent.end()
    const [response]: IncomingMessage[] = await once(sent, 'response')
    return {
      status: response!.statusCode,
      text: Buffer.concat(await response!.toArray()).toString(),
    }
  }
  const simulator = new URL(dashboard).origin
  expect((await get(demo.url)).text).toContain(`src="${simulator}/simulator/bridge.js"`)
  expect((await get(`${simulator}/simulator/bridge.js`)).status).toBe(200)
  expect((await get(`${simulator}/simulator/credentials`)).status).toBe(401)
  expect((await get(`${simulator}/`)).status).toBe(401)
  expect((await get(dashboard)).status).toBe(200)
  expect(await demo.stop('SIGTERM')).toBe(0)

  await expect(runDemo({}, '--lan=203.0.113.9')).rejects.toThrow('an address of a private network')
}, 180_000)
