import { randomDigits, randomHex, randomWord } from '../crypto/random.ts'
import type { Partner } from '../pay/parties.ts'
import type { TradeState } from '../types.ts'

export type TradeType = 'JSAPI' | 'MWEB' | 'NATIVE' | 'APP'

export interface Prepay {
  id: string
  /** Milliseconds. */
  issuedAt: number
  /** The user whose phone shows its sheet: only a sheet that was opened can be confirmed. */
  openedBy: string | null
  /** `pr` of a Native code, `package` of an H5 address. */
  code?: string
}

export interface Order {
  outTradeNo: string
  /** The first request's body, keys sorted: a repeated order must equal it. */
  asked: string
  total: number
  description: string
  attach: string | null
  /** Who has to pay (JSAPI), or who paid. */
  openid: string | null
  /** Absent in files of an earlier version: JSAPI. */
  tradeType?: TradeType
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
  /** Ordered by API v2, and with which sign type; absent: by v3. */
  v2?: { signType: 'MD5' | 'HMAC-SHA256' }
}

/** Unpaid orders close by themselves after seven days; in milliseconds. */
export const ORDER_LIFE: number = 7 * 86_400_000
/** An h5_url lives five minutes; in milliseconds. */
export const H5_LIFE = 300_000
/** A prepay_id lives two hours, whatever time_expire says; in milliseconds. */
export const PREPAY_LIFE = 7_200_000

/** `wx`, then day, hour, minute, second, 22 hex and 4 digits, as recent ones look. */
export function newPrepay(now: number, tradeType: TradeType = 'JSAPI'): Prepay {
  const time = new Date(now + 8 * 3_600_000).toISOString().replace(/\D/g, '').slice(6, 14)
  const id = `wx${time}${randomHex(22)}${randomDigits(4)}`
  const prepay = { id, issuedAt: now, openedBy: null }
  if (tradeType === 'NATIVE') return { ...prepay, code: randomWord(9) }
  return tradeType === 'MWEB' ? { ...prepay, code: randomDigits(10) } : prepay
}

export const tradeTypeOf = ({ tradeType = 'JSAPI' }: Order): TradeType => tradeType

export const newTransactionId = (): string => `4200${randomDigits(24)}`

export function orderState(order: Order, now: number): TradeState {
  return order.state === 'NOTPAY' && now - order.createdAt >= ORDER_LIFE ? 'CLOSED' : order.state
}

export function findPrepay(
  orders: Order[],
  prepayId: string,
): { order: Order; prepay: Prepay } | undefined {
  for (const order of orders) {
    const prepay = order.prepays.find((one) => one.id === prepayId)
    if (prepay) return { order, prepay }
  }
  return undefined
}
