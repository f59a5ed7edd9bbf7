import type {
  ErrorResponse,
  OrderStatus,
  JssdkConfig,
  Payment,
  UserResponse,
} from 'weixin-contract'
import type { LogEntry } from 'weixin-simulator'
import type { Shop } from '../shop.ts'
import type { TeaOrder } from '../tea-orders.ts'
import type { Answer } from '../cookie-client.ts'
import { phoneOf } from './phone.ts'

export type Step = 'sign-in' | 'config' | 'order' | 'query' | 'close' | 'pay'

export interface Walked {
  /** The step that WeChat refused, or `paid` at the end of the road. */
  at: Step | 'paid'
  /** What the simulator's log says of the refused call. */
  refused: LogEntry | undefined
  /** What the visitor was told on that step; null when it went well. */
  heard: string | null
  order: TeaOrder
}

/** As a browser has it: with query, percent signs, a slash before the query, and a fragment. */
const PAGE = '/tea/?from=%E5%BE%AE%E4%BF%A1&cup=1#/pay'

/** WeChat takes a number only once: that it refuses a changed price is how we learn to close it. */
const REFUSED_ANYWAY: Partial<Record<Step, string>> = { close: 'INVALID_REQUEST' }

/**
 * Sign in, wx.config, order, ask how it stands, pay; with `priceChanges` the price changes before
 * the payment, so that the first number must be closed. Stops where WeChat refuses.
 * `calls` is filled by the simulator, one entry a call.
 */
export async function walk(
  shop: Shop,
  calls: readonly LogEntry[],
  { priceChanges = false }: { priceChanges?: boolean } = {},
): Promise<Walked> {
  const { simulator, orders } = shop
  const customer = shop.visitor()
  const phone = phoneOf(simulator)
  const page = shop.url + PAGE
  const order = orders.add({
    openid: simulator.users()[0]?.openid ?? '',
    total: 2850,
    description: '明前龙井🍵 × 1',
    payBefore: new Date(Date.now() + 3_600_000),
  })
  let prepared: Answer | undefined

  const steps: Record<Step, () => Promise<string | null>> = {
    async 'sign-in'() {
      const answer = await customer.signIn()
      const { user } = (await customer.get('/weixin/user')).body as UserResponse
      return user ? null : errorOf(answer)
    },
    async config() {
      const answer = await customer.get(`/weixin/config?url=${encodeURIComponent(page)}`)
      if (answer.status !== 200) return errorOf(answer)
      const said = await phone.config(page, answer.body as JssdkConfig)
      return said === 'preVerifyJSAPI:ok' ? null : said
    },
    async order() {
      prepared = await customer.post(`/weixin/pay/${order.id}`)
      return prepared.status === 200 ? null : errorOf(prepared)
    },
    async query() {
      const { state } = (await customer.get(`/weixin/pay/${order.id}`)).body as OrderStatus
      return state === 'unpaid' ? null : state
    },
    async close() {
      orders.row(order.id).total = 1900
      return steps.order()
    },
    async pay() {
      const payment = prepared?.body as Payment
      if (payment.tradeType !== 'jsapi') return payment.tradeType ?? 'settled'
      const said = await phone.pay(page, payment.params)
      await simulator.notifications.idle()
      return said === 'get_brand_wcpay_request:ok' ? null : said
    },
  }

  for (const at of ['sign-in', 'config', 'order', 'query', 'close', 'pay'] as const) {
    if (at === 'close' && !priceChanges) continue
    const from = calls.length
    const heard = await steps[at]()
    const refused = calls
      .slice(from)
      .find(({ reason, response }) => reason && response.code !== REFUSED_ANYWAY[at])
    if (refused || heard !== null) return { at, refused, heard, order }
  }
  return { at: 'paid', refused: undefined, heard: null, order }
}

/** The code of our own error, or what WeChat's error page says. */
function errorOf({ body }: Answer): string {
  if (typeof body !== 'string') return (body as ErrorResponse).error.code
  const [, title] = /<h1>(.*?)<\/h1>/.exec(body) ?? []
  const [, number = '-'] = /错误码 ([^<]+)/.exec(body) ?? []
  return `${number} ${title}`
}
