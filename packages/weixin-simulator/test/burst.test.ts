import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { receiver } from './receiver.ts'

let weixin: Simulator
let app: Awaited<ReturnType<typeof startApp>>
/** What the app does before it accepts the notification that came as the `nth` one, counted from 1. */
let work: (nth: number) => Promise<void>

beforeEach(async () => {
  weixin = await createSimulator()
  app = await startApp()
})
afterEach(async () => {
  app.close()
  await weixin.close()
})

/** An app in the process of the simulator: the ids of the notifications that came, and how many it worked on at once. */
async function startApp() {
  const ids: string[] = []
  const count = { open: 0, most: 0 }
  const server = createServer((request, response) => {
    count.open += 1
    count.most = Math.max(count.most, count.open)
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.once('end', () => {
      void work(ids.push(JSON.parse(text).id)).then(() => {
        count.open -= 1
        response.writeHead(204).end()
      })
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/notify`, ids, count, close: () => void server.close() }
}

/** Pays this many orders at once, which are reported at this address. */
async function pay(count: number, notifyUrl = app.url): Promise<void> {
  const shop = merchant(weixin, notifyUrl)
  const orders = await Promise.all(Array.from({ length: count }, () => shop.prepayId()))
  await Promise.all(orders.map((order) => weixin.pay(order)))
}

/**
 * Computes 21 ms in steps, as a handler that awaits its database does: handlers that run at once end at about the same
 * time. All 300 take longer than WeChat waits for one answer.
 */
async function compute(): Promise<void> {
  for (let step = 0; step < 3; step++) {
    await new Promise((resolve) => setImmediate(resolve))
    const until = performance.now() + 7
    while (performance.now() < until);
  }
}

test('300 orders that are paid at once reach an app in the same process once each', async () => {
  work = compute
  await pay(300)
  await weixin.notifications.idle()
  // What was not answered in time would be delivered again.
  await weixin.advance(60)
  expect(app.ids).toHaveLength(300)
  expect(new Set(app.ids).size).toBe(300)
  expect(app.count.most).toBeLessThanOrEqual(32)
}, 60_000)

test('a delivery that waits for others is left out once the app accepted its notification', async () => {
  let answerAll: () => void = () => {}
  const mayAnswer = new Promise<void>((resolve) => (answerAll = resolve))
  work = (nth) => (nth <= 32 ? mayAnswer : Promise.resolve())
  await pay(33)
  await expect.poll(() => app.ids.length).toBe(32)
  const last = weixin.notifications.list().find(({ id }) => !app.ids.includes(id))
  expect(await weixin.notifications.deliver(last?.about ?? '')).toMatchObject({ status: 204 })
  answerAll()
  await weixin.notifications.idle()
  await weixin.advance(60)
  expect(app.ids).toHaveLength(33)
  expect(app.ids.at(-1)).toBe(last?.id)
})

test('an app that answers nothing holds up no other app', async () => {
  // The five seconds after which a delivery ends without an answer never pass.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    const isFull = new Promise<void>((resolve) => {
      work = (nth) => {
        if (nth === 32) resolve()
        return new Promise(() => {})
      }
    })
    await pay(33)
    await isFull
    const other = await receiver(() => 204)
    const firstToEnd = weixin.nextNotification()
    await pay(1, other.url)
    expect(await firstToEnd).toMatchObject({ status: 204 })
    await other.close()
  } finally {
    vi.useRealTimers()
  }
})
