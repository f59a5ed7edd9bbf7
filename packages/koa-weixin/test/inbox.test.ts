import { mkdtemp, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { Inbox, InboxItem, WeixinOptions } from '../src/index.ts'
import { openShop, type Shop } from './shop.ts'

/** A folder with a file for each notification, written as durably as a disk allows. */
async function fileInbox() {
  const folder = await mkdtemp(join(tmpdir(), 'weixin-inbox-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const inbox: Inbox = {
    async put(item) {
      const file = await open(join(folder, `${item.id}.new`), 'w')
      await file.writeFile(JSON.stringify(item))
      await file.sync()
      await file.close()
      await rename(join(folder, `${item.id}.new`), join(folder, item.id))
    },
    remove: (id) => rm(join(folder, id), { force: true }),
  }
  const items = async (): Promise<InboxItem[]> =>
    Promise.all(
      (await readdir(folder)).map(
        async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as InboxItem,
      ),
    )
  return { inbox, items }
}

function gate() {
  let open = (): void => {}
  const passed = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, passed }
}

/** An order whose payment WeChat has, and whose notification was lost. */
async function paidInSilence(shop: Shop) {
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const response = (await customer.post(`/weixin/pay/${order.id}`)).body as Payment
  if (response.tradeType !== 'jsapi') throw new Error('no jsapi payment')
  shop.simulator.notifications.lose(1)
  const { transactionId } = await shop.simulator.pay(response.params.package.slice(10))
  await shop.simulator.notifications.idle()
  return { order, transactionId }
}

/** The same shop after a restart: nothing is left but the orders and the inbox. */
const restarted = (shop: Shop, weixin: Partial<WeixinOptions>): Promise<Shop> =>
  openShop({
    simulator: shop.simulator,
    orders: shop.orders,
    weixin: { origin: shop.url, ...weixin },
  })

describe('with an inbox', () => {
  it('WeChat is answered while the handler still works; then the inbox is empty', async () => {
    const { inbox, items } = await fileInbox()
    const shop = await openShop({ weixin: { inbox } })
    const { order, transactionId } = await paidInSilence(shop)
    const { open, passed } = gate()
    shop.orders.beforePaid = () => passed
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(204)
    expect(shop.orders.row(order.id).transactionId).toBeNull()
    expect(await items()).toHaveLength(1)
    open()
    await shop.weixin.drain()
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(await items()).toEqual([])
  })

  it('what a crash left there is settled at the next start, once', async () => {
    const { inbox, items } = await fileInbox()
    const before = await openShop({ weixin: { inbox } })
    const { order, transactionId } = await paidInSilence(before)
    const beforeThat = before.orders.beforePaid
    // This process is as good as dead: its handler never comes to an end before the next one starts.
    const { open, passed } = gate()
    before.orders.beforePaid = () => passed.then(() => Promise.reject(new Error('killed')))
    expect((await before.simulator.notifications.deliver(transactionId)).status).toBe(204)
    await expect.poll(() => before.orders.paidCalls.length).toBe(1)
    before.orders.beforePaid = beforeThat

    const after = await restarted(before, { inbox })
    for (const item of await items()) await after.weixin.settleInbox(item)
    expect(after.orders.row(order.id).transactionId).toBe(transactionId)
    expect(after.orders.paidCalls.at(-1)?.transaction).toMatchObject({
      transactionId,
      total: 2800,
      paidAt: expect.any(Date) as Date,
    })
    expect(await items()).toEqual([])
    expect((await after.simulator.notifications.deliver(transactionId)).status).toBe(204)
    await after.weixin.drain()
    expect(after.orders.paidCalls).toHaveLength(2)
    open()
  })

  it('fails: WeChat receives an error and sends the notification again', async () => {
    const { inbox } = await fileInbox()
    const full: Inbox = { ...inbox, put: () => Promise.reject(new Error('no space left')) }
    const shop = await openShop({ weixin: { inbox: full } })
    const { order, transactionId } = await paidInSilence(shop)
    expect(await shop.simulator.notifications.deliver(transactionId)).toEqual({
      status: 500,
      body: JSON.stringify({ code: 'FAIL', message: 'inbox-failed' }),
    })
    expect(shop.orders.row(order.id).transactionId).toBeNull()
    expect(shop.logged.join('\n')).toContain('no space left')
  })

  it('what the handler refuses stays there, is alerted, and can be tried again', async () => {
    const { inbox, items } = await fileInbox()
    const shop = await openShop({ weixin: { inbox } })
    const { order, transactionId } = await paidInSilence(shop)
    shop.orders.beforePaid = () => Promise.reject(new Error('the database is away'))
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(204)
    await shop.weixin.drain()
    const [item] = await items()
    expect(shop.alerts).toMatchObject([{ kind: 'refused', error: { code: 'not-recorded' } }])
    expect(shop.logged.join('\n')).toContain('A notification stays in the inbox')
    shop.orders.beforePaid = async () => {}
    await shop.weixin.settleInbox(item!)
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(await items()).toEqual([])
  })

  it('repeats of one notification are one item, which shows nothing and opens to nobody else', async () => {
    const { inbox, items } = await fileInbox()
    const shop = await openShop({ weixin: { inbox } })
    const { transactionId } = await paidInSilence(shop)
    shop.orders.beforePaid = () => Promise.reject(new Error('not now'))
    await shop.simulator.notifications.deliver(transactionId)
    await shop.simulator.notifications.deliver(transactionId)
    await shop.weixin.drain()
    const [item, ...others] = await items()
    expect(others).toEqual([])
    expect(JSON.stringify(item)).not.toContain(transactionId)
    expect(item!.id).toMatch(/^[\w-]{43}$/)

    const anonymous = await restarted(shop, {
      inbox,
      encryptionKeys: 'the secret of quite another tea shop',
    })
    for (const forged of [item!, { id: item!.id, sealed: 'nothing' }])
      await expect(anonymous.weixin.settleInbox(forged)).rejects.toMatchObject({
        code: 'inbox-unreadable',
      })
  })

  it.each([undefined, null, 'x', {}, { id: 'a', sealed: null }])(
    'what is no item of it is not settled: %j',
    async (item) => {
      const shop = await openShop()
      await expect(shop.weixin.settleInbox(item as InboxItem)).rejects.toMatchObject({
        code: 'inbox-unreadable',
      })
    },
  )

  it('a forged notification is refused before, and never gets in', async () => {
    const { inbox, items } = await fileInbox()
    const shop = await openShop({ weixin: { inbox } })
    const response = await fetch(`${shop.url}/weixin/notify`, { method: 'POST', body: '{}' })
    expect(response.status).toBe(401)
    expect(await items()).toEqual([])
  })
})

describe('defer', () => {
  it('takes what outlives the response: a late handler, and the closing of other numbers', async () => {
    const deferred: Promise<void>[] = []
    const shop = await openShop({ weixin: { defer: (work) => void deferred.push(work) } })
    const { order, transactionId } = await paidInSilence(shop)
    const { open, passed } = gate()
    shop.orders.beforePaid = () => passed
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(503)
    expect(deferred).toHaveLength(1)
    open()
    await deferred[0]
    expect(shop.orders.row(order.id).transactionId).toBe(transactionId)
    expect(deferred).toHaveLength(2)
    await Promise.all(deferred)
  })

  it('receives a promise that never rejects, also where the handler fails', async () => {
    const deferred: Promise<void>[] = []
    const { inbox } = await fileInbox()
    const shop = await openShop({ weixin: { inbox, defer: (work) => void deferred.push(work) } })
    const { transactionId } = await paidInSilence(shop)
    shop.orders.beforePaid = () => Promise.reject(new Error('the database is away'))
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(204)
    await expect(Promise.all(deferred)).resolves.toEqual([undefined])
  })

  it('receives nothing where nothing outlives the response', async () => {
    const deferred: Promise<void>[] = []
    const shop = await openShop({ weixin: { defer: (work) => void deferred.push(work) } })
    const { transactionId } = await paidInSilence(shop)
    shop.orders.beforePaid = () => Promise.reject(new Error('the database is away'))
    expect((await shop.simulator.notifications.deliver(transactionId)).status).toBe(500)
    expect(deferred).toEqual([])
  })
})
