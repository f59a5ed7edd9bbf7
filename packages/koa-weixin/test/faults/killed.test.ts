import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Payment } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { freePort } from '../../../../tooling/free-port.ts'
import { client, type CookieClient } from '../cookie-client.ts'
import { fileOrders } from './file-orders.ts'
import { childScript, type Child } from '../processes/child.ts'
import type { Point, Task } from './shop-process.ts'

const startChild = childScript<Task>(new URL('shop-process.ts', import.meta.url))

interface Fixture {
  simulator: Simulator
  orders: ReturnType<typeof fileOrders>
  customer: CookieClient
  start: (stopsAt: Point | null) => Promise<Child>
}

async function openFixture(): Promise<Fixture> {
  const simulator = await createSimulator()
  onTestFinished(() => simulator.close())
  const folder = mkdtempSync(join(tmpdir(), 'killed-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const orders = fileOrders(folder)
  const createdAt = '2026-11-23T01:41:00Z'
  orders.add({
    id: 'TEA1',
    createdAt,
    total: 2800,
    description: '明前龙井 × 1',
    transactionId: null,
  })
  const port = await freePort()
  return {
    simulator,
    orders,
    customer: client(`http://localhost:${port}`),
    async start(stopsAt) {
      const { url: simulatorUrl, credentials } = simulator
      const task: Task = { port, folder, simulatorUrl, credentials, stopsAt }
      const child = startChild(task)
      await child.received('ready')
      return child
    },
  }
}

const order = (customer: CookieClient) => customer.post('/weixin/pay/TEA1')

async function prepayId(customer: CookieClient): Promise<string> {
  const { body } = await order(customer)
  const payment = body as Payment
  if (payment.tradeType !== 'jsapi') throw new Error(JSON.stringify(body))
  return payment.params.package.slice('prepay_id='.length)
}

/** One order at WeChat, paid once out of the payer's money, and written down once. */
async function expectPaidOnce({ simulator, orders, customer }: Fixture, balance: number) {
  const [only, ...others] = simulator.orders()
  expect(others).toEqual([])
  expect(only).toMatchObject({ tradeState: 'SUCCESS', total: 2800 })
  expect(simulator.users()[0]?.balance).toBe(balance - 2800)
  expect(orders.journal()).toEqual([only?.transactionId])
  expect((await customer.get('/weixin/pay/TEA1')).body).toMatchObject({ state: 'paid' })
}

describe('a process that is killed (-9) and started again loses no order and doubles none', () => {
  it('once WeChat took the order', async () => {
    const fixture = await openFixture()
    const { simulator, customer, start } = fixture
    const balance = simulator.users()[0]?.balance ?? 0
    const first = await start(null)
    await customer.signIn()
    simulator.faults.failPay({ path: '/transactions/jsapi', when: 'after', response: 'hang' })
    const lost = order(customer).catch(() => 'lost')
    await expect.poll(() => simulator.orders().length).toBe(1)
    await first.kill()
    expect(await lost).toBe('lost')

    await start(null)
    await simulator.pay(await prepayId(customer))
    await simulator.notifications.idle()
    await expectPaidOnce(fixture, balance)
  })

  it('once its answer arrived', async () => {
    const fixture = await openFixture()
    const { simulator, customer, start } = fixture
    const balance = simulator.users()[0]?.balance ?? 0
    const first = await start('its answer arrived')
    await customer.signIn()
    const reached = first.received('its answer arrived')
    const lost = order(customer).catch(() => 'lost')
    await reached
    await first.kill()
    expect(await lost).toBe('lost')

    await start(null)
    await simulator.pay(await prepayId(customer))
    await simulator.notifications.idle()
    await expectPaidOnce(fixture, balance)
  })

  it.each<[Point, number]>([
    ['the notification is verified', 0],
    ['`paid` has committed', 1],
    ['before the acknowledgement leaves', 1],
  ])('%s', async (point, written) => {
    const fixture = await openFixture()
    const { simulator, orders, customer, start } = fixture
    const balance = simulator.users()[0]?.balance ?? 0
    const first = await start(point)
    await customer.signIn()
    const reached = first.received(point)
    await simulator.pay(await prepayId(customer))
    await reached
    await first.kill()
    await simulator.notifications.idle()
    expect(orders.journal()).toHaveLength(written)

    await start(null)
    await simulator.advance(15)
    const [last] = simulator
      .log()
      .filter(({ call }) => call.startsWith('notification'))
      .slice(-1)
    expect(last?.response).toEqual({ status: 204 })
    await expectPaidOnce(fixture, balance)
    // WeChat has its answer: nothing comes any more.
    const notified = simulator.log().length
    await simulator.advance(3600)
    expect(simulator.log()).toHaveLength(notified)
  })
})
