import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TeaOrder } from '../contract.ts'
import { isGroupAlive, runDemo, stopDemos } from './run-demo.ts'
import { Visitor } from './cookie-client.ts'

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

test('two demos at once: the second says who has folder and ports, and leaves nothing', async () => {
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

  // Each has its own orders.
  const visitor = new Visitor()
  await visitor.signIn(first.url)
  await visitor.order(first.url, 'longjing', 1)
  const other = new Visitor()
  await other.signIn(second.url)
  expect(await other.get(`${second.url}/api/orders`)).toStrictEqual([])

  expect(await second.stop('SIGTERM')).toBe(0)
  expect(readdirSync(temporary)).toStrictEqual([])
  expect(isGroupAlive(second.pid)).toBe(false)

  expect(await visitor.get(`${first.url}/api/orders`)).toHaveLength(1)
  expect(await first.stop('SIGINT')).toBe(0)
  expect(isGroupAlive(first.pid)).toBe(false)
  await expect(fetch(first.url)).rejects.toThrow('fetch failed')
  await expect(fetch(simulator)).rejects.toThrow('fetch failed')
}, 180_000)

test('a restart forgets nothing, also after kill -9', async () => {
  const data = { DATA_FOLDER: join(folder, 'data') }
  const visitor = new Visitor()
  const first = await runDemo(data)
  await visitor.signIn(first.url)
  const order = await visitor.order(first.url, 'oolong', 2)
  const users = await openids(await simulatorOf(first.url))
  expect(await first.stop('SIGINT')).toBe(0)

  // On the same ports as before, which must be free again.
  const second = await runDemo({ ...data, PORT: portOf(first.url) })
  expect(second.url).toBe(first.url)
  expect(await visitor.get(`${second.url}/api/orders/${order.id}`)).toStrictEqual(order)
  expect(await openids(await simulatorOf(second.url))).toStrictEqual(users)
  const later = await visitor.order(second.url, 'jasmine', 1)
  await second.stop('SIGKILL')

  const third = await runDemo(data)
  expect(third.output).not.toContain('in use')
  const kept = await visitor.get<TeaOrder[]>(`${third.url}/api/orders`)
  expect(kept).toStrictEqual([later, order])
  expect(await openids(await simulatorOf(third.url))).toStrictEqual(users)
  expect(await third.stop('SIGTERM')).toBe(0)
}, 180_000)

test('ended while it starts, it ends after it has tidied up', async () => {
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

test('half of the credentials: it stops and names what is missing', async () => {
  const half = { DATA_FOLDER: join(folder, 'data'), APP_ID: 'wx1234567890abcdef' }
  await expect(runDemo(half)).rejects.toThrow(/ended with 1:[^]*APP_SECRET, MCH_ID/)
  expect(readdirSync(folder)).toStrictEqual([])
})
