import { createHash } from 'node:crypto'
import type { Prepared, Way } from 'weixin-contract'
import { asWeixinError, WeixinError } from '../errors/weixin-error.ts'
import type { Asker, Order, Orders } from '../orders.ts'
import { LAST_ATTEMPT, outTradeNo } from '../protocol/out-trade-no.ts'
import type { Attempt, Gateway, Payer, Standing, VerifiedTransaction } from '../remote/gateway.ts'
import type { Settle } from '../settle/settle.ts'
import type { Attempts } from './attempts.ts'
import type { Confirm } from './confirm.ts'
import { createFlights } from './flights.ts'
import { notFound, requirePayable } from './payable.ts'
import { payerBy } from './payer.ts'

/** Opens, or finds again, the one attempt by which this asker can pay the order. */
export type Prepare = (
  orderId: string,
  asker: Asker & { by: 'page' },
  way: Way,
  /** The visitor's own address, for h5. */
  ip: string,
) => Promise<Prepared>

export interface PrepareOptions {
  environment: string
  ways: ReadonlySet<Way>
  orders: Orders
  gateway: Gateway
  attempts: Attempts
  settle: Settle
  confirm: Confirm
  /** Milliseconds. */
  now: () => number
}

const MINUTE_MS = 60 * 1000
/** WeChat says two hours, five minutes for h5; some are left for the payer to type a password. */
const HANDED_OUT_MS: Record<Way, number> = {
  jsapi: 110 * MINUTE_MS,
  app: 110 * MINUTE_MS,
  native: 110 * MINUTE_MS,
  h5: 3 * MINUTE_MS,
}
const SETTLE_WAIT_MS = 2_000

export function createPrepare(options: PrepareOptions): Prepare {
  const { environment, ways, orders, gateway, attempts, settle, confirm, now } = options
  const share = createFlights<Prepared>()

  return async function prepare(orderId, asker, way, ip) {
    if (!ways.has(way)) throw new WeixinError('way-not-offered', { detail: way })
    const order = await orders.find(orderId, asker)
    if (!order) throw notFound(asker)
    if (order.paidBy !== null) return { via: 'settled', state: 'paid' }
    if (order.closed || (order.payBefore && order.payBefore.getTime() <= now())) {
      // It may have been paid in its last moment.
      const { state } = await confirm(orderId, asker)
      return { via: 'settled', state: state === 'unpaid' ? 'closed' : state }
    }
    const payer = payerBy(way, asker.openid, ip)
    requirePayable(order)
    return share(JSON.stringify([orderId, payer]), () => open(order, payer))
  }

  async function open(order: Order, payer: Payer): Promise<Prepared> {
    const wanted = attemptFor(order, payer)
    const parameters = fingerprint(wanted)
    const known = await attempts.get(order)
    if (known?.taken?.parameters === parameters && known.taken.until > now())
      return gateway.present(known.taken.opened)

    for (let n = known?.n ?? 1; n <= LAST_ATTEMPT; n += 1) {
      const number = outTradeNo(environment, order, n)
      const answer = await gateway.prepay({ ...wanted, outTradeNo: number })
      if (answer.result === 'taken') {
        const { opened } = answer
        const until = now() + HANDED_OUT_MS[opened.via]
        await attempts.set(order, { n, taken: { opened, parameters, until } })
        return gateway.present(opened)
      }
      const settled = await makeWay(order, n, answer.why)
      if (settled) return settled
      await attempts.set(order, { n: n + 1 })
    }
    throw new WeixinError('too-many-numbers')
  }

  /**
   * WeChat did not take this number. Why is asked by a query, whose reply is signed, whatever the
   * refusal said: paid → settle; open (another price, payer or way) → close it; closed → go on.
   */
  async function makeWay(
    order: Order,
    n: number,
    refusal: WeixinError,
  ): Promise<Prepared | undefined> {
    const standing = await clear(outTradeNo(environment, order, n), gateway.mayLeaveOpen)
    if (standing.state === 'absent') throw refusal
    if (standing.state === 'paid') return settleFirst(order, standing.transaction)
    if (!gateway.mayLeaveOpen || n === 1) return undefined
    // One number may stay open beside the next, not two: the one before is to be closed by now.
    const before = await clear(outTradeNo(environment, order, n - 1), false)
    return before.state === 'paid' ? settleFirst(order, before.transaction) : undefined
  }

  /** Closes a number that is open, and says how it stands then. */
  async function clear(number: string, mayStayOpen: boolean): Promise<Standing> {
    let standing = await gateway.query(number)
    if (standing.state !== 'open') return standing
    const closed = await close(number)
    if (closed === 'closed') return { state: 'closed' }
    // Refused: the payer may have paid this very moment.
    standing = await gateway.query(number)
    if (standing.state === 'open' && !(mayStayOpen && closed === 'too-early'))
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
  ): Promise<Prepared | undefined> {
    const settled = await settle(transaction, SETTLE_WAIT_MS)
    // The money went back: the order is to be paid anew, under the next number.
    if (settled === 'refunded') return undefined
    const found = await orders.find(order.id, { by: 'weixin' })
    return { via: 'settled', state: found && found.paidBy !== null ? 'paid' : 'unknown' }
  }
}

function attemptFor(order: Order, payer: Payer): Omit<Attempt, 'outTradeNo'> {
  const { id, total, description, payBefore = null, extras } = order
  return { orderId: id, description, total, payer, payBefore, ...(extras && { extras }) }
}

/** Hashed, because the openid is part of it and the cache may be shared. */
function fingerprint(wanted: Omit<Attempt, 'outTradeNo'>): string {
  return createHash('sha256').update(JSON.stringify(wanted)).digest('base64url')
}
