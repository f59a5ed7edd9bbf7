import type { Promotion } from '../../orders.ts'
import { fenIn, promotionsIn, textIn } from '../details.ts'

/** The coupons of a v2 message: `promotion_detail`, which is JSON, or the numbered fields `coupon_id_0`, … */
export function couponsIn(raw: Readonly<Record<string, string>>): readonly Promotion[] {
  const detail = promotionsIn(listIn(raw['promotion_detail']))
  if (detail.length > 0) return detail
  const coupons: Promotion[] = []
  for (let n = 0; ; n += 1) {
    const couponId = textIn(raw, `coupon_id_${n}`)
    const amount = fenIn(raw, `coupon_fee_${n}`)
    if (couponId === null || amount === null) return coupons
    coupons.push({
      couponId,
      amount,
      name: null,
      scope: null,
      type: textIn(raw, `coupon_type_${n}`),
    })
  }
}

function listIn(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value : Object(value)['promotion_detail']
  } catch {
    return undefined
  }
}
