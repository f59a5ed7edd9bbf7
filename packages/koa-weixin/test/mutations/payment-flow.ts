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
  /** The step that WeChat refused, or `paid` at the end. */
  at: Step | 'paid'
  /** The entry of the refused call in the simulator's log. */
  refused: LogEntry | undefined
  /** What the user saw on that step; null when it succeeded. */
  received: string | null
  order: TeaOrder
}

/** As a browser has it: with query, percent signs, a slash before the query, and a fragment. */
const PAGE = '/tea/?from=%E5%BE%AE%E4%BF%A1&cup=1#/pay'

/** WeChat rejects a changed price under the same out_trade_no; that is when the attempt is closed. */
const REFUSED_ANYWAY: Partial<Record<Step, string>> = { close: 'INVALID_REQUEST' }

/**
 * Sign in, wx.config, order, query, pay; with `priceChanges` the price changes before the payment,
 * so that the first attempt must be closed. Stops where WeChat refuses.
 * `calls` is filled by the simulator, one entry a call.
 */
export async function walk(
  shop: Shop,
  calls: readonly LogEntry[],
  { priceChanges = false }: { priceChanges?: boolean } = {},
): Promise<Walked> {
  const { simulator, orders } = shop
  const customer = shop.client()
  const phone = phoneOf(simulator)
  const page = shop.url + PAGE
  const order = orders.add({
    openid: simulator.users()[0]?.openid ?? '',
    total: 2850,
    description: '明前龙井🍵 × 1',
    payBefore: new Date(Date.now() + 3_600_000),
  })
  let payResponse: Answer | undefined

  const steps: Record<Step, () => Promise<string | null>> = {
    async 'sign-in'() {
      const answer = await customer.signIn()
      const { user } = (await customer.get('/weixin/user')).body as UserResponse
      return user ? null : errorOf(answer)
    },
    async config() {
      const answer = await customer.get(`/weixin/config?url=${encodeURIComponent(page)}`)
      if (answer.status !== 200) return errorOf(answer)
      const reported = await phone.config(page, answer.body as JssdkConfig)
      return reported === 'preVerifyJSAPI:ok' ? null : reported
    },
    async order() {
      payResponse = await customer.post(`/weixin/pay/${order.id}`)
      return payResponse.status === 200 ? null : errorOf(payResponse)
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
      const payment = payResponse?.body as Payment
      if (payment.tradeType !== 'jsapi') return payment.tradeType ?? 'settled'
      const reported = await phone.pay(page, payment.params)
      await simulator.notifications.idle()
      return reported === 'get_brand_wcpay_request:ok' ? null : reported
    },
  }

  for (const at of ['sign-in', 'config', 'order', 'query', 'close', 'pay'] as const) {
    if (at === 'close' && !priceChanges) continue
    const from = calls.length
    const received = await steps[at]()
    const refused = calls
      .slice(from)
      .find(({ reason, response }) => reason && response.code !== REFUSED_ANYWAY[at])
    if (refused || received !== null) return { at, refused, received, order }
  }
  return { at: 'paid', refused: undefined, received: null, order }
}

/** The code of our own error, or the code and title of WeChat's error page. */
function errorOf({ body }: Answer): string {
  if (typeof body !== 'string') return (body as ErrorResponse).error.code
  const [, title] = /<h1>(.*?)<\/h1>/.exec(body) ?? []
  const [, errorCode = '-'] = /错误码 ([^<]+)/.exec(body) ?? []
  return `${errorCode} ${title}`
}
