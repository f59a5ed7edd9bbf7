import { misshapen, type Shape } from '../check-shape.ts'
import { isPlainText, kindOf, oddValue } from '../check-values.ts'
import { WeixinError } from '../errors/weixin-error.ts'
import type { Order, Requester } from '../orders.ts'
import { orderDescription } from '../protocol/order-description.ts'

/** Fields of WeChat's order that are made here and nowhere else. */
const OURS = new Set([
  'appid',
  'mchid',
  'sp_appid',
  'sp_mchid',
  'sub_appid',
  'sub_mchid',
  'description',
  'out_trade_no',
  'time_expire',
  'attach',
  'notify_url',
  'amount',
  'payer',
])

const EXTRAS: Shape = {
  goods_tag: 'a text',
  support_fapiao: 'true or false',
  detail: {
    cost_price: 'a number',
    invoice_id: 'a text',
    goods_detail: [
      {
        merchant_goods_id: 'a text',
        wechatpay_goods_id: 'a text',
        goods_name: 'a text',
        quantity: 'a number',
        unit_price: 'a number',
      },
    ],
  },
  scene_info: {
    payer_client_ip: 'a text',
    device_id: 'a text',
    store_info: { id: 'a text', name: 'a text', area_code: 'a text', address: 'a text' },
    h5_info: { type: 'a text' },
  },
  settle_info: { profit_sharing: 'true or false', subsidy_amount: 'a number' },
  limit_pay: ['a text'],
}

/**
 * Checks what only ordering at WeChat needs; the rest of an order is checked where it is found. Throws
 * `order-invalid`, naming the field.
 */
export function checkPayable({ description, extras }: Order): void {
  const wrong = (detail: string): WeixinError => new WeixinError('order-invalid', { detail })
  if (typeof description !== 'string')
    throw wrong(`description: a text, not ${kindOf(description)}`)
  // Emoji and characters without a shape are nothing that a bill can show.
  if (orderDescription(description).replaceAll(/[\p{C}\p{Z}]/gu, '') === '')
    throw wrong('description: nothing is left of it without spaces and emoji')
  if (extras === undefined || extras === null) return
  const fault = misshapen(extras, EXTRAS, 'extras')
  if (fault !== undefined) throw wrong(fault)
  const ours = Object.keys(extras).find((name) => OURS.has(name))
  if (ours !== undefined) throw wrong(`extras.${ours}: is made from the order`)
  const odd = oddValue(extras, 'extras')
  if (odd !== undefined) throw wrong(`${odd}: a text, true, false, or a whole number`)
  if (!isPlainText(extras.goods_tag ?? ''))
    throw wrong('extras.goods_tag: no control characters or emoji')
}

/** A requester who is not signed in may well own the order. */
export function notFound(requester: Requester): WeixinError {
  const isSignedIn = requester.by === 'weixin' || requester.openid !== null
  return new WeixinError(isSignedIn ? 'order-not-found' : 'sign-in-required')
}
