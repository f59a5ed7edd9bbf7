import IoRedis from 'ioredis'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { startRedis, type Redis } from '../../../../tooling/redis.ts'
import { childScript } from './child.ts'
import { setLeases } from './leases.ts'
import type { Task } from './sign-pages.ts'

let redis: Redis
let database: IoRedis

beforeAll(async () => {
  redis = await startRedis()
  database = new IoRedis(redis.url)
})
afterAll(async () => {
  database.disconnect()
  await redis.stop()
})

const startChild = childScript<Task>(new URL('sign-pages.ts', import.meta.url))

async function start(simulator: Simulator, task: Pick<Task, 'pages' | 'hangs'>) {
  const { appId, appSecret } = simulator.credentials
  const whole: Task = {
    ...task,
    appId,
    appSecret,
    simulatorUrl: simulator.url,
    redisUrl: redis.url,
  }
  const child = startChild(whole)
  await child.received('ready')
  return child
}

async function newSimulator(): Promise<Simulator> {
  const simulator = await createSimulator()
  onTestFinished(() => simulator.close())
  return simulator
}

const callsTo = (simulator: Simulator, path: string): number =>
  simulator.log().filter(({ call }) => call.includes(path)).length

describe('four processes on one Redis', () => {
  it('make one token call and one ticket call for a thousand cold requests', async () => {
    const simulator = await newSimulator()
    const task = { pages: 250, hangs: false }
    const children = await Promise.all([1, 2, 3, 4].map(() => start(simulator, task)))
    const done = children.map((child) => child.received('signed 250'))
    for (const child of children) child.send('go')
    await Promise.all(done)
    expect(callsTo(simulator, '/cgi-bin/stable_token')).toBe(1)
    expect(callsTo(simulator, '/cgi-bin/ticket/getticket')).toBe(1)
  })

  it('finish after the lease when the one that holds the lock is killed', async () => {
    const simulator = await newSimulator()
    const holder = await start(simulator, { pages: 1, hangs: true })
    const others = await Promise.all(
      [1, 2, 3].map(() => start(simulator, { pages: 50, hangs: false })),
    )
    const fetching = holder.received('fetching')
    holder.send('go')
    await fetching
    const done = others.map((child) => child.received('signed 50'))
    for (const child of others) child.send('go')
    await holder.kill()
    await setLeases(database, simulator.credentials.appId, 1)
    await Promise.all(done)
    expect(callsTo(simulator, '/cgi-bin/stable_token')).toBe(1)
    expect(callsTo(simulator, '/cgi-bin/ticket/getticket')).toBe(1)
  })
})
