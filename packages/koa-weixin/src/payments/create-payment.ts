import { createHash } from 'node:crypto'
import type { Payment, TradeType } from 'weixin-contract'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Requester, Order, Orders } from '../orders.ts'
import { MAX_ATTEMPTS, outTradeNo } from '../protocol/out-trade-no.ts'
import type {
  PrepayRequest,
  Gateway,
  Payer,
  Trade,
  VerifiedTransaction,
} from '../remote/gateway.ts'
import type { Settle } from '../settle/settle.ts'
import type { AttemptCache } from './attempt-cache.ts'
import type { GetOrderStatus } from './order-status.ts'
import { createSingleFlight } from '../single-flight.ts'
import { notFound, checkOrder } from './check-order.ts'
import { payerOf } from './payer.ts'

/** Opens, or finds again, the one attempt by which this requester can pay the order. */
export type CreatePayment = (
  orderId: string,
  requester: Requester & { by: 'page' },
  tradeType: TradeType,
  /** The visitor's own address, for h5. */
  ip: string,
) => Promise<Payment>

export interface CreatePaymentOptions {
  environment: string
  tradeTypes: ReadonlySet<TradeType>
  orders: Orders
  gateway: Gateway
  attempts: AttemptCache
  settle: Settle
  confirm: GetOrderStatus
  /** Milliseconds. */
  now: () => number
}

const MINUTE_MS = 60 * 1000
/** WeChat says two hours, five minutes for h5; some are left for the payer to type a password. */
const REUSE_PREPAY_MS: Record<TradeType, number> = {
  jsapi: 110 * MINUTE_MS,
  app: 110 * MINUTE_MS,
  native: 110 * MINUTE_MS,
  h5: 3 * MINUTE_MS,
}
const SETTLE_WAIT_MS = 2_000

export function createCreatePayment(options: CreatePaymentOptions): CreatePayment {
  const { environment, tradeTypes, orders, gateway, attempts, settle, confirm, now } = options
  const share = createSingleFlight<Payment>()

  return async function prepare(orderId, requester, tradeType, ip) {
    if (!tradeTypes.has(tradeType))
      throw new WeixinError('trade-type-not-offered', { detail: tradeType })
    const order = await orders.find(orderId, requester)
    if (!order) throw notFound(requester)
    if (order.transactionId !== null) return { settled: 'paid' }
    if (order.closed || (order.payBefore && order.payBefore.getTime() <= now())) {
      // It may have been paid in its last moment.
      const { state } = await confirm(orderId, requester)
      return { settled: state === 'unpaid' ? 'closed' : state }
    }
    const payer = payerOf(tradeType, requester.openid, ip)
    checkOrder(order)
    return share(JSON.stringify([orderId, payer]), () => open(order, payer))
  }

  async function open(order: Order, payer: Payer): Promise<Payment> {
    const wanted = attemptFor(order, payer)
    const fingerprint = fingerprintOf(wanted)
    const known = await attempts.get(order)
    if (known?.prepay?.fingerprint === fingerprint && known.prepay.until > now())
      return gateway.signPaymentParams(known.prepay.prepaid)

    for (let n = known?.n ?? 1; n <= MAX_ATTEMPTS; n += 1) {
      const number = outTradeNo(environment, order, n)
      const answer = await gateway.prepay({ ...wanted, outTradeNo: number })
      if (answer.result === 'taken') {
        const { prepaid } = answer
        const until = now() + REUSE_PREPAY_MS[prepaid.tradeType]
        await attempts.set(order, { n, prepay: { prepaid, fingerprint, until } })
        return gateway.signPaymentParams(prepaid)
      }
      const settled = await makeWay(order, n, answer.error)
      if (settled) return settled
      await attempts.set(order, { n: n + 1 })
    }
    throw new WeixinError('too-many-attempts')
  }

  /**
   * WeChat did not take this number. Why is asked by a query, whose response is signed, whatever the
   * refusal response: paid → settle; open (another price, payer or way) → close it; closed → go on.
   */
  async function makeWay(
    order: Order,
    n: number,
    refusal: WeixinError,
  ): Promise<Payment | undefined> {
    const standing = await clear(outTradeNo(environment, order, n), gateway.canCloseLate)
    if (standing.tradeState === 'absent') throw refusal
    if (standing.tradeState === 'paid') return settleFirst(order, standing.transaction)
    if (!gateway.canCloseLate || n === 1) return undefined
    // One number may stay open beside the next, not two: the one before is to be closed by now.
    const before = await clear(outTradeNo(environment, order, n - 1), false)
    return before.tradeState === 'paid' ? settleFirst(order, before.transaction) : undefined
  }

  /** Closes a number that is open, and says how it stands then. */
  async function clear(number: string, mayStayOpen: boolean): Promise<Trade> {
    let standing = await gateway.query(number)
    if (standing.tradeState !== 'open') return standing
    const closed = await close(number)
    if (closed === 'closed') return { tradeState: 'closed' }
    // Refused: the payer may have paid this very moment.
    standing = await gateway.query(number)
    if (standing.tradeState === 'open' && !(mayStayOpen && closed === 'too-early'))
      throw new WeixinError('not-closed')
    return standing
  }

  /** A close without an answer opens nothing: the number may still be paid. */
  async function close(number: string): Promise<'closed' | 'refused' | 'too-early'> {
    try {
      return (await gateway.close(number)) ? 'closed' : 'refused'
    } catch (cause) {
      if (asWeixinError(cause).code === 'close-too-early') return 'too-early'
      throw new WeixinError('not-closed', { cause })
    }
  }

  async function settleFirst(
    order: Order,
    transaction: VerifiedTransaction,
  ): Promise<Payment | undefined> {
    const settled = await settle(transaction, SETTLE_WAIT_MS)
    // The money went back: the order is to be paid anew, under the next number.
    if (settled === 'refunded') return undefined
    const found = await orders.find(order.id, { by: 'weixin' })
    return { settled: found && found.transactionId !== null ? 'paid' : 'unknown' }
  }
}

function attemptFor(order: Order, payer: Payer): Omit<PrepayRequest, 'outTradeNo'> {
  const { id, total, description, payBefore = null, extras } = order
  return { orderId: id, description, total, payer, payBefore, ...(extras && { extras }) }
}

/** Hashed, because the openid is part of it and the cache may be shared. */
function fingerprintOf(wanted: Omit<PrepayRequest, 'outTradeNo'>): string {
  return createHash('sha256').update(JSON.stringify(wanted)).digest('base64url')
}
