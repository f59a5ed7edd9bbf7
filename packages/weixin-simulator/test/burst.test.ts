import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { createSimulator } from '../src/index.ts'
import { merchant } from './merchant.ts'

const ORDERS = 300
/** What the app computes for each notification, in milliseconds: for all of them longer than WeChat waits for one answer. */
const STEPS = 3
const STEP = 7

/** Computes in steps, as a handler that awaits its database does: handlers that run at once end at about the same time. */
async function work(): Promise<void> {
  for (let step = 0; step < STEPS; step++) {
    await new Promise((resolve) => setImmediate(resolve))
    const until = performance.now() + STEP
    while (performance.now() < until);
  }
}

/** An app in the process of the simulator, with the ids of the notifications that came. */
async function startApp() {
  const ids: string[] = []
  const count = { open: 0, most: 0 }
  const server = createServer((request, response) => {
    count.open += 1
    count.most = Math.max(count.most, count.open)
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.once('end', () => {
      ids.push(JSON.parse(text).id)
      void work().then(() => {
        count.open -= 1
        response.writeHead(204).end()
      })
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/notify`, ids, count, close: () => void server.close() }
}

test('300 orders that are paid at once reach an app in the same process once each', async () => {
  const weixin = await createSimulator()
  const app = await startApp()
  try {
    const shop = merchant(weixin, app.url)
    const orders = await Promise.all(Array.from({ length: ORDERS }, () => shop.prepayId()))
    await Promise.all(orders.map((order) => weixin.pay(order)))
    await weixin.notifications.idle()
    // What was not answered in time would be delivered again.
    await weixin.advance(60)
    expect(app.ids).toHaveLength(ORDERS)
    expect(new Set(app.ids).size).toBe(ORDERS)
    expect(app.count.most).toBeLessThanOrEqual(32)
  } finally {
    app.close()
    await weixin.close()
  }
}, 60_000)

test('a delivery that waits for others is left out once the app accepted its notification', async () => {
  const weixin = await createSimulator()
  const delivered: string[] = []
  let answerAll: () => void = () => {}
  const mayAnswer = new Promise<void>((resolve) => (answerAll = resolve))
  let others = 0
  const server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (part: string) => (text += part))
    request.once('end', () => {
      const { id } = JSON.parse(text)
      delivered.push(id)
      others += 1
      // The last notification is accepted at once, the first 32 wait for it.
      if (others > 32) return void response.writeHead(204).end()
      void mayAnswer.then(() => response.writeHead(204).end())
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  try {
    const { port } = server.address() as AddressInfo
    const shop = merchant(weixin, `http://127.0.0.1:${port}/notify`)
    const orders = await Promise.all(Array.from({ length: 33 }, () => shop.prepayId()))
    const paid = await Promise.all(orders.map((order) => weixin.pay(order)))
    await expect.poll(() => delivered.length).toBe(32)
    const last = weixin.notifications.list().find(({ id }) => !delivered.includes(id))
    expect(paid.map(({ transactionId }) => transactionId)).toContain(last?.about)
    expect(await weixin.notifications.deliver(last?.about ?? '')).toMatchObject({ status: 204 })
    answerAll()
    await weixin.notifications.idle()
    await weixin.advance(60)
    expect(delivered.filter((id) => id === last?.id)).toHaveLength(1)
    expect(delivered).toHaveLength(33)
  } finally {
    server.close()
    await weixin.close()
  }
})
