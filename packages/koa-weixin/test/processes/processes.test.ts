import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { startRedis, type Redis } from '../../../../tooling/redis.ts'
import type { Task } from './sign-pages.ts'

let redis: Redis

beforeAll(async () => {
  redis = await startRedis()
})
afterAll(() => redis.stop())

const script = fileURLToPath(new URL('run.mjs', import.meta.url))

/** Resolves when a process says this word. */
function received(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('message', (reported) => reported === word && resolve())
    child.once('exit', () => reject(new Error(`a process ended before it reported "${word}"`)))
  })
}

async function start(simulator: Simulator, task: Pick<Task, 'pages' | 'hangs'>) {
  const { appId, appSecret } = simulator.credentials
  const whole: Task = {
    ...task,
    appId,
    appSecret,
    simulatorUrl: simulator.url,
    redisUrl: redis.url,
  }
  const child = fork(script, ['/sign-pages.ts', JSON.stringify(whole)])
  onTestFinished(() => void child.kill('SIGKILL'))
  await received(child, 'ready')
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
    const done = children.map((child) => received(child, 'signed 250'))
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
    const fetching = received(holder, 'fetching')
    holder.send('go')
    await fetching
    const done = others.map((child) => received(child, 'signed 50'))
    for (const child of others) child.send('go')
    holder.kill('SIGKILL')
    await Promise.all(done)
    expect(callsTo(simulator, '/cgi-bin/stable_token')).toBe(1)
    expect(callsTo(simulator, '/cgi-bin/ticket/getticket')).toBe(1)
  })
})
