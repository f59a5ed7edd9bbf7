import type { Random } from '../crypto/random.ts'
import type { TradeState } from '../types.ts'
import type { UsedCoupon } from './coupons.ts'
import { createRecords, type Records } from './records.ts'

/** WeChat's own names of the trade types; H5 is MWEB. */
export type TradeType = 'JSAPI' | 'MWEB' | 'NATIVE' | 'APP'

/** The sub-merchant (特约商户) that an order of a service provider (服务商) is for. */
export interface Partner {
  subMchId: string
  subAppId: string | null
}

/** One answer to a request for an order: an order that is placed again gets another one. */
export interface Prepay {
  /** The prepay_id. */
  id: string
  /** Milliseconds. */
  issuedAt: number
  /** The openid of the user whose phone shows its sheet: only a sheet that was opened can be confirmed. */
  openedBy: string | null
  /** `pr` of a Native code, `package` of an H5 address. */
  code?: string
}

/** An order at WeChat Pay. */
export interface Order {
  outTradeNo: string
  /** The first request's parameters, keys sorted: a repeated request must equal them. */
  request: string
  /** Fen. */
  total: number
  description: string
  attach: string | null
  /** Who has to pay (JSAPI), or who paid. */
  openid: string | null
  tradeType: TradeType
  /** Of a service provider's order. */
  partner?: Partner
  /** H5: the address that may open the cashier. */
  payerIp?: string
  notifyUrl: string
  /** Milliseconds. */
  createdAt: number
  /** Milliseconds: time_expire, or seven days. */
  payBefore: number
  prepays: Prepay[]
  state: TradeState
  transactionId: string | null
  /** Milliseconds. */
  paidAt: number | null
  bankType: string | null
  /** What the payment was made cheaper by; absent: nothing. */
  coupons?: UsedCoupon[]
  /** Placed by API v2, and with which sign type; absent: by v3. */
  v2?: { signType: 'MD5' | 'HMAC-SHA256' }
}

/** An order that money was taken for. */
export type PaidOrder = Order & { transactionId: string; paidAt: number }

/** True when money was taken for this order. */
export const isPaid = (order: Order): order is PaidOrder =>
  order.transactionId !== null && order.paidAt !== null

/** An order, and one of its prepay_ids. */
export interface OpenedOrder {
  order: Order
  prepay: Prepay
}

/** All orders, found by index. `changed` has to be called after an order was changed. */
export interface OrderBook extends Records<Order> {
  byOutTradeNo(outTradeNo: string): Order | undefined
  byTransactionId(transactionId: string): Order | undefined
  byPrepayId(prepayId: string): OpenedOrder | undefined
  /** By the `pr` of a Native code. */
  byCode(code: string): OpenedOrder | undefined
}

export function createOrderBook(saved: readonly Order[] = []): OrderBook {
  const byTransaction = new Map<string, Order>()
  const byPrepay = new Map<string, OpenedOrder>()
  const byCode = new Map<string, OpenedOrder>()
  const records = createRecords<Order>({
    keyOf: (order) => order.outTradeNo,
    saved,
    index(order) {
      if (order.transactionId !== null) byTransaction.set(order.transactionId, order)
      // Prepay ids are only ever added, at the end.
      for (let i = order.prepays.length - 1; i >= 0; i--) {
        const prepay = order.prepays[i]
        if (!prepay || byPrepay.has(prepay.id)) break
        byPrepay.set(prepay.id, { order, prepay })
        if (order.tradeType === 'NATIVE' && prepay.code !== undefined)
          byCode.set(prepay.code, { order, prepay })
      }
    },
  })
  return {
    ...records,
    byOutTradeNo: (outTradeNo) => records.get(outTradeNo),
    byTransactionId: (id) => byTransaction.get(id),
    byPrepayId: (id) => byPrepay.get(id),
    byCode: (code) => byCode.get(code),
  }
}

/** Unpaid orders close by themselves after seven days; in milliseconds. */
export const ORDER_LIFE: number = 7 * 86_400_000
/** An h5_url lives five minutes; in milliseconds. */
export const H5_LIFE = 300_000
/** A prepay_id lives two hours, whatever time_expire says; in milliseconds. */
export const PREPAY_LIFE = 7_200_000

/** `wx`, then day, hour, minute, second, 22 hex and 4 digits, as recent ones look. */
export function newPrepay(random: Random, now: number, tradeType: TradeType): Prepay {
  const time = new Date(now + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(6, 14)
  const id = `wx${time}${random.hex(22)}${random.digits(4)}`
  const prepay = { id, issuedAt: now, openedBy: null }
  if (tradeType === 'NATIVE') return { ...prepay, code: random.word(9) }
  return tradeType === 'MWEB' ? { ...prepay, code: random.digits(10) } : prepay
}

/** The trade type of an order. */
export const tradeTypeOf = ({ tradeType }: Order): TradeType => tradeType

/** A transaction_id as WeChat Pay's look: 28 digits. */
export const newTransactionId = (random: Random): string => `4200${random.digits(24)}`

/** The trade_state of an order at this time: an unpaid one closes by itself. */
export function orderState(order: Order, now: number): TradeState {
  return order.state === 'NOTPAY' && now - order.createdAt >= ORDER_LIFE ? 'CLOSED' : order.state
}

/** The order that this prepay_id belongs to. */
export const findPrepay = (orders: OrderBook, prepayId: string): OpenedOrder | undefined =>
  orders.byPrepayId(prepayId)
