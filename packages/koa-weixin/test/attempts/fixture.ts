import { expect } from 'vitest'
import type { ErrorResponse, OrderState, OrderStatus, Payment, TradeType } from 'weixin-contract'
import type { LogEntry, Simulator } from 'weixin-simulator'
import { reconcile, type Cache, type Http, type ReconciledOrder } from '../../src/index.ts'
import { axiosHttp } from '../../src/remote/http.ts'
import { openShop, type Shop } from '../shop.ts'
import { teaOrders, type TeaOrder } from '../tea-orders.ts'
import type { Answer } from '../cookie-client.ts'
import { payBy } from '../trade-types.ts'
import { callOf } from './calls.ts'

export type Api = 'v3' | 'v2'

/** WeChat Pay for all rows of a table: each has an order of its own. */
export interface FixtureContext {
  api: Api
  simulator: Simulator
  now: () => number
  /** Moves the clocks of WeChat and of the shop. */
  wait: (minutes: number) => void
  /** Called with each call that WeChat Pay answered. */
  listeners: Set<(entry: LogEntry) => void>
}

export interface Fixture {
  api: Api
  apiV2Key: string
  row: TeaOrder
  /** Whether the cache is emptied before each step. */
  forgets: boolean
  /** The calls to WeChat Pay about this order, in sequence, in the notation of `row.ts`. */
  calls: string[]
  /** The largest number of attempts that were open at the same time. */
  mostOpen: () => number
  wait: FixtureContext['wait']
  /** Changes the next calls that place an order, or their responses. Null: they pass unchanged. */
  disturb: (how: ((real: Http) => Http) | null, times?: number) => void
  send: (tradeType?: TradeType) => Promise<Payment>
  askRefused: (code: string) => Promise<void>
  /** Another server, which shares the orders and nothing else. */
  askOther: () => Promise<Payment>
  orderStatus: () => Promise<OrderState>
  /** Reconciles the order, and closes it when it is unpaid. */
  reconcile: () => Promise<OrderState>
  anotherDevice: () => void
  /** A person closes what is open, without this shop. */
  closeInConsole: () => Promise<void>
  pay: (response: Payment, notification?: 'lost') => Promise<void>
  /** Each payment's notification once more. */
  repeatNotifications: () => Promise<void>
  /** Which payments were recorded or refunded, in the notation of `row.ts`. */
  money: () => string
  open: () => number
}

let opened = 0

export async function openFixture(context: FixtureContext, forgets: boolean): Promise<Fixture> {
  const { api, simulator, now, wait, listeners } = context
  const [first, second] = simulator.users()
  if (!first || !second) throw new Error('the simulator has two users')
  let openid = first.openid
  let disturbed: ((real: Http) => Http) | null = null
  let disturbances = 0
  const real = axiosHttp()
  const http: Http = async (request) => {
    if (!/\/(unifiedorder|jsapi|native)$/.test(request.url)) return real(request)
    // A refund notification causes a query too: it is awaited, so that the list of calls is the same each time.
    await simulator.notifications.idle()
    if (!disturbed) return real(request)
    const disturb = disturbed
    disturbances -= 1
    if (disturbances <= 0) disturbed = null
    return disturb(real)(request)
  }
  const orders = teaOrders(() => 'refund')
  const caches: Map<string, unknown>[] = []
  const openServer = (origin?: string): Promise<Shop> => {
    const stored = new Map<string, unknown>()
    caches.push(stored)
    return openShop({
      simulator,
      orders,
      ...(api === 'v2' && { merchant: { api } }),
      weixin: {
        now,
        http,
        cache: lasting(stored),
        payer: () => openid,
        environment: 'numbers',
        tradeTypes: api === 'v3' ? ['jsapi', 'native'] : ['jsapi'],
        ...(origin !== undefined && { origin }),
      },
    })
  }
  const shop = await openServer()
  opened += 1
  const row = orders.add({ openid, id: `TEA-${api}-${opened}` })
  const stored = orders.row(row.id)
  const ours = () => simulator.orders().filter((order) => order.outTradeNo.startsWith(`${row.id}-`))
  const open = (): number => ours().filter(({ tradeState }) => tradeState === 'NOTPAY').length

  const calls: string[] = []
  let mostOpen = 0
  let isConsole = false
  listeners.add((entry) => {
    const call = callOf(entry, ours())
    if (call === undefined || isConsole) return
    calls.push(call)
    mostOpen = Math.max(mostOpen, open())
  })

  const forget = (): void => {
    if (fixture.forgets) for (const cache of caches) cache.clear()
  }
  const post = (server: Shop, tradeType: TradeType = 'jsapi'): Promise<Answer> => {
    forget()
    return server.client().post(`/weixin/pay/${row.id}?tradeType=${tradeType}`)
  }
  const payment = (answer: Answer): Payment => {
    expect(answer.body).not.toHaveProperty('error')
    return answer.body as Payment
  }
  const settled = async (): Promise<void> => {
    await simulator.notifications.idle()
    await shop.weixin.drain()
  }

  const fixture: Fixture = {
    api,
    apiV2Key: simulator.credentials.apiV2Key,
    row: stored,
    forgets,
    calls,
    mostOpen: () => mostOpen,
    wait,
    disturb(how, times = Infinity) {
      disturbed = how
      disturbances = times
    },
    async send(tradeType) {
      const answer = await post(shop, tradeType)
      await settled()
      return payment(answer)
    },
    async askRefused(code) {
      const answer = await post(shop)
      expect((answer.body as ErrorResponse).error.code).toBe(code)
    },
    askOther: async () => payment(await post(await openServer(shop.url))),
    async orderStatus() {
      forget()
      const answer = await shop.client().get(`/weixin/pay/${row.id}`)
      await shop.weixin.drain()
      return (answer.body as OrderStatus).state
    },
    async reconcile() {
      forget()
      let state: OrderState = 'unknown'
      const pending = [row.id]
      const onProgress = (one: ReconciledOrder): void => void (state = one.state)
      await reconcile(shop.weixin, { pending, closeAfter: 0, onProgress })
      await shop.weixin.drain()
      return state
    },
    anotherDevice() {
      openid = second.openid
      stored.openid = openid
    },
    async closeInConsole() {
      isConsole = true
      const person = await openServer(shop.url)
      expect(await person.weixin.orders.close(row.id)).toBe('closed')
      isConsole = false
    },
    async pay(response, notification) {
      forget()
      if (notification === 'lost') simulator.notifications.lose(1)
      const before = paidNumbers(ours())
      const index = calls.length
      await payBy(shop, response)
      const paid = paidNumbers(ours()).find((outTradeNo) => !before.includes(outTradeNo))
      // The notification may have been answered already: what it caused comes after the payment.
      calls.splice(index, 0, `paid ${paid}`)
      await settled()
    },
    async repeatNotifications() {
      for (const { transactionId } of ours()) {
        if (transactionId === null) continue
        forget()
        expect((await simulator.notifications.deliver(transactionId)).status).toBeLessThan(300)
        await settled()
      }
    },
    money() {
      const words = ours().flatMap(({ outTradeNo, transactionId }) => {
        if (transactionId === null) return []
        const n = Number.parseInt(outTradeNo.slice(-1), 36) + 1
        const back = simulator.refunds().filter((refund) => refund.transactionId === transactionId)
        if (back.length > 0) return [`${n} refunded${back.length > 1 ? ' twice' : ''}`]
        return stored.transactionId === transactionId ? [`${n} recorded`] : [`${n} ignored`]
      })
      return words.join(', ') || 'nothing is paid'
    },
    open,
  }
  return fixture
}

const paidNumbers = (orders: ReturnType<Simulator['orders']>): number[] =>
  orders.flatMap(({ tradeState, outTradeNo }) =>
    tradeState === 'SUCCESS' ? [Number.parseInt(outTradeNo.slice(-1), 36) + 1] : [],
  )

/** One that can be emptied. */
const lasting = (stored: Map<string, unknown>): Cache => ({
  get: (key) => stored.get(key),
  set: (key, value) => void stored.set(key, value),
  delete: (key) => void stored.delete(key),
})
