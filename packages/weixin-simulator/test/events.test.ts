import { afterEach, beforeEach, expect, test } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'

let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator()
})
afterEach(() => weixin.close())

/** Reads the stream until it has this many entries. */
async function read(count: number, headers: Record<string, string> = {}): Promise<LogEntry[]> {
  const stop = new AbortController()
  const response = await fetch(`${weixin.url}/simulator/events`, { headers, signal: stop.signal })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const entries: LogEntry[] = []
  let text = ''
  const decoder = new TextDecoder()
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true })
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    for (const event of events) {
      const [, id, data] = /^id: (\d+)\ndata: (.*)$/.exec(event) ?? []
      if (data === undefined) continue
      const entry = JSON.parse(data) as LogEntry
      expect(entry.id).toBe(Number(id))
      entries.push(entry)
    }
    if (entries.length >= count) break
  }
  stop.abort()
  return entries
}

test('a reader that comes back gets what it missed, then what happens', async () => {
  const shop = merchant(weixin)
  await shop.prepay(shop.order())
  await shop.call('GET', '/v3/certificates')
  const [first, second] = weixin.log()
  const reading = read(2, { 'Last-Event-ID': String(first?.id) })
  const order = shop.order()
  setImmediate(() => void shop.prepay(order))
  const [missed, next] = await reading
  expect(missed).toEqual(second)
  expect(next).toMatchObject({
    kind: 'app',
    call: 'POST /v3/pay/transactions/jsapi',
    response: { status: 200, body: { prepay_id: expect.stringMatching(/^wx/) } },
  })
})

test('an entry is bounded, and a very long request is shown by its beginning', async () => {
  const shop = merchant(weixin)
  await shop.prepay(shop.order({ attach: 'a'.repeat(100_000) }))
  const entry = weixin.log().at(-1)
  expect(entry?.request['tooLarge']).toBeGreaterThan(100_000)
  expect(JSON.stringify(entry).length).toBeLessThan(8000)
})

test('orders, refunds and notifications are listed by HTTP', async () => {
  const shop = merchant(weixin)
  const { transactionId, outTradeNo } = await weixin.pay(await shop.prepayId())
  await weixin.notifications.idle()
  const list = async (path: string) => (await fetch(`${weixin.url}/simulator/${path}`)).json()
  expect(await list('orders')).toEqual(weixin.orders())
  expect(await list('refunds')).toEqual([])
  expect(await list('notifications')).toMatchObject([
    { about: transactionId, outTradeNo, form: 'json', tried: 1 },
  ])
})
