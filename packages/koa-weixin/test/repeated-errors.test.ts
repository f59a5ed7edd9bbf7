import { koaBody } from 'koa-body'
import { expect, it } from 'vitest'
import { openShop } from './shop.ts'

const HOUR_MS = 60 * 60 * 1000

it('the same failure is logged once an hour, with the number of those between', async () => {
  let now = Date.now()
  const shop = await openShop({
    weixin: { now: () => now },
    before: (app) => app.use(koaBody()),
  })
  const notify = (): Promise<Response> =>
    fetch(`${shop.url}/weixin/notify`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
  for (let i = 0; i < 47; i += 1) expect((await notify()).status).toBe(500)
  expect(shop.logged).toHaveLength(1)
  now += HOUR_MS
  await notify()
  expect(shop.logged).toHaveLength(2)
  expect(shop.logged[1]).toMatch(/The same failure happened (46|47) more times since 20/)
})

it('another failure is logged beside it, and what the app itself throws each time', async () => {
  const shop = await openShop({
    orders: {
      find: () => {
        throw new Error('the database is down')
      },
      onPaid: async () => {},
    } as never,
  })
  shop.simulator.faults.setAllowlist([])
  const url = encodeURIComponent(`${shop.url}/`)
  const config = () => shop.client().get(`/weixin/config?url=${url}`)
  await config()
  await config()
  expect(shop.logged.filter((line) => line.includes('127.0.0.1'))).toHaveLength(1)
  shop.simulator.faults.clear()
  for (let i = 0; i < 3; i += 1) await shop.client().get('/weixin/pay/1')
  expect(shop.logged.filter((line) => line.includes('the database is down'))).toHaveLength(3)
})
