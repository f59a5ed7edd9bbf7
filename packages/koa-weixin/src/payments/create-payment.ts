import { createHash } from 'node:crypto'
import type { Payment, TradeType } from 'weixin-contract'
import { WeixinError } from '../errors/weixin-error.ts'
import type { CheckedOrders, Order, Requester } from '../orders.ts'
import { MAX_ATTEMPTS, outTradeNo as nthOutTradeNo } from '../protocol/out-trade-no.ts'
import type {
  CloseResult,
  Gateway,
  Prepaid,
  PrepayRequest,
  Trade,
  VerifiedTransaction,
} from '../remote/gateway.ts'
import type { Settle } from '../settle/settle.ts'
import { createSingleFlight } from '../single-flight.ts'
import { tradeTypes, type Payer } from '../trade-types.ts'
import { withoutNull } from '../without-null.ts'
import type { AttemptCache, CachedAttempt } from './attempt-cache.ts'
import { checkPayable, notFound } from './check-order.ts'
import type { OrderStatusOf } from './order-status.ts'
import { openidOf, payerOf, requireRequester } from './payer.ts'

/** Who pays an order, and by which trade type. */
export interface PaymentOptions {
  /** Who asks: `orders.find` decides whether they may see the order, and jsapi needs their openid. */
  requester: Requester
  /** One of the option `tradeTypes`. @default 'jsapi' */
  tradeType?: TradeType
  /** The payer's own IP address; needed by h5. */
  ip?: string
}

/** Places the order at WeChat, or uses the open attempt again: there is one by which the requester can pay. */
export type CreatePayment = (orderId: string, options: PaymentOptions) => Promise<Payment>

export interface CreatePaymentDependencies {
  environment: string
  /** What pages may ask for. */
  offered: ReadonlySet<TradeType>
  orders: CheckedOrders
  gateway: Gateway
  attemptCache: AttemptCache
  settle: Settle
  orderStatus: OrderStatusOf
  /** Milliseconds. */
  now: () => number
}

const SETTLE_WAIT_MS = 2_000
/** A nearer deadline is rejected by API v2, and moved by API v3. Source: WeChat Pay, JSAPI下单 (4012791856), `time_expire`. */
const MINUTE_MS = 60_000

export function createCreatePayment(dependencies: CreatePaymentDependencies): CreatePayment {
  const { environment, offered, orders, gateway, attemptCache, settle, orderStatus, now } =
    dependencies
  const singleFlight = createSingleFlight<Payment>()

  return async function createPayment(orderId, options) {
    const { requester, tradeType = 'jsapi', ip } = Object(options) as PaymentOptions
    requireRequester(requester)
    if (!offered.has(tradeType))
      throw new WeixinError('trade-type-not-offered', { detail: String(tradeType) })
    const order = await orders.find(orderId, requester)
    if (!order) throw notFound(requester)
    if (order.transactionId !== null) return { settled: 'paid' }
    if (order.closed || (order.payBefore && order.payBefore.getTime() - now() < MINUTE_MS)) {
      // It may have been paid in its last moment.
      const { state } = await orderStatus(orderId, requester)
      return { settled: state === 'unpaid' ? 'closed' : state }
    }
    const payer = payerOf(tradeType, { openid: openidOf(requester), ip })
    checkPayable(order)
    return singleFlight(JSON.stringify([orderId, payer]), () => open(order, payer))
  }

  async function open(order: Order, payer: Payer): Promise<Payment> {
    const request = requestOf(order, payer)
    const fingerprint = fingerprintOf(request)
    let cached = await attemptCache.get(order)
    if (reusable(cached, fingerprint)) {
      cached = await attemptCache.getOpen(order)
      const prepaid = reusable(cached, fingerprint)
      if (prepaid) return gateway.signPaymentParams(prepaid)
    }

    for (let n = cached?.n ?? 1; n <= MAX_ATTEMPTS; n += 1) {
      const outTradeNo = nthOutTradeNo(environment, order, n)
      const response = await gateway.prepay({ ...request, outTradeNo })
      if (response.result === 'accepted') {
        const { prepaid } = response
        const until = now() + tradeTypes[prepaid.tradeType].reuseMs
        await attemptCache.set(order, { n, prepay: { prepaid, fingerprint, until } })
        return gateway.signPaymentParams(prepaid)
      }
      const settled = await endAttempt(order, n, response.error)
      if (settled) return settled
      await attemptCache.set(order, { n: n + 1 })
    }
    throw new WeixinError('too-many-attempts')
  }

  /** What an equal order was given by WeChat, while it lives. */
  function reusable(attempt: CachedAttempt | undefined, fingerprint: string): Prepaid | undefined {
    const prepay = attempt?.prepay
    if (prepay?.fingerprint !== fingerprint) return undefined
    const { prepaid, until } = prepay
    const left = until - now()
    // More than its whole life: it was stored by a clock that was ahead, and may have expired long ago.
    return left > 0 && left <= tradeTypes[prepaid.tradeType].reuseMs ? prepaid : undefined
  }

  /**
   * WeChat did not accept the attempt. A query, whose response is signed, tells why, whatever the refusal names: paid →
   * settle it; unpaid (another price, payer or trade type) → close it; closed → the next one may be opened.
   */
  async function endAttempt(
    order: Order,
    n: number,
    refusal: WeixinError,
  ): Promise<Payment | undefined> {
    const trade = await close(nthOutTradeNo(environment, order, n), gateway.mayLeaveOpen)
    if (trade.tradeState === 'NOT_EXIST') throw refusal
    if ('transaction' in trade) return settlePayment(order, trade.transaction)
    if (!gateway.mayLeaveOpen || n === 1) return undefined
    // One attempt may stay open beside the next, not two: the one before has to be closed by now.
    const before = await close(nthOutTradeNo(environment, order, n - 1), false)
    return 'transaction' in before ? settlePayment(order, before.transaction) : undefined
  }

  /** Closes an attempt that is unpaid. Resolves with its state after that. Throws `not-closed`. */
  async function close(outTradeNo: string, mayStayOpen: boolean): Promise<Trade> {
    const trade = await gateway.query(outTradeNo)
    if (trade.tradeState !== 'NOTPAY') return trade
    const result = await tryToClose(outTradeNo)
    if (result === 'closed') return { tradeState: 'CLOSED' }
    // Refused: the payer may have paid this very moment.
    const after = await gateway.query(outTradeNo)
    if (after.tradeState === 'NOTPAY' && !(mayStayOpen && result === 'too-early'))
      throw new WeixinError('not-closed')
    return after
  }

  /** After a close without an answer nothing may be opened: the attempt may still be paid. */
  async function tryToClose(outTradeNo: string): Promise<CloseResult> {
    try {
      return await gateway.close(outTradeNo)
    } catch (cause) {
      throw new WeixinError('not-closed', { cause })
    }
  }

  async function settlePayment(
    order: Order,
    transaction: VerifiedTransaction,
  ): Promise<Payment | undefined> {
    const settled = await settle(transaction, SETTLE_WAIT_MS)
    // The money went back: the order is to be paid anew, by the next attempt.
    if (settled === 'refunded') return undefined
    const found = await orders.find(order.id, { by: 'weixin' })
    return { settled: found && found.transactionId !== null ? 'paid' : 'unknown' }
  }
}

function requestOf(order: Order, payer: Payer): Omit<PrepayRequest, 'outTradeNo'> {
  const { id, total, description, payBefore, extras } = order
  const request = { orderId: id, description, total, payer, payBefore: payBefore ?? null }
  return extras ? { ...request, extras: withoutNull(extras) } : request
}

/** Hashed, because the openid is part of it and the cache may be shared. */
function fingerprintOf(request: Omit<PrepayRequest, 'outTradeNo'>): string {
  return createHash('sha256').update(JSON.stringify(request)).digest('base64url')
}
