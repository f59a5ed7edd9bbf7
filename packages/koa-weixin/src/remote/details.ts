import type { Promotion } from '../orders.ts'

/** A message of WeChat's as it was parsed. */
type Raw = Readonly<Record<string, unknown>>

/** A text that nothing depends on: null where it is missing, empty or of another type. */
export function textIn(raw: Raw, name: string): string | null {
  const value = raw[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** An amount in fen that nothing depends on, as a number or as digits: null where it is missing or odd. */
export function fenIn(raw: Raw, name: string): number | null {
  const value = raw[name]
  const outTradeNo = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return Number.isSafeInteger(outTradeNo) ? (outTradeNo as number) : null
}

/** `promotion_detail` of v3 (in v2 a JSON text of the same shape); an entry that cannot be read is left out. */
export function promotionsIn(list: unknown): readonly Promotion[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((one: unknown) => {
    const raw = Object(one) as Raw
    const couponId = textIn(raw, 'coupon_id') ?? textIn(raw, 'promotion_id')
    const amount = fenIn(raw, 'amount')
    if (couponId === null || amount === null) return []
    const [name, scope, type] = ['name', 'scope', 'type'].map((field) => textIn(raw, field))
    return { couponId, name: name ?? null, scope: scope ?? null, type: type ?? null, amount }
  })
}
