import { WeixinError } from '../errors/weixin-error.ts'
import type { Requester, Order } from '../orders.ts'

/** WeChat keeps the order's id as `attach`, and takes this many bytes. */
const ATTACH_BYTES = 128

/** What of WeChat's order is made here, and only here. */
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

/** Throws `order-invalid` for an order that WeChat could not take, naming the field. */
export function checkOrder({ id, createdAt, total, description, extras = {} }: Order): void {
  const wrong = (detail: string): WeixinError => new WeixinError('order-invalid', { detail })
  if (id === '' || Buffer.byteLength(id) > ATTACH_BYTES) throw wrong('id: 1 to 128 bytes')
  if (Number.isNaN(createdAt.getTime())) throw wrong('createdAt: no valid date')
  if (!Number.isSafeInteger(total) || total < 1) throw wrong('total: whole fen, at least 1')
  if (description.trim() === '') throw wrong('description: empty')
  const ours = Object.keys(extras).find((name) => OURS.has(name))
  if (ours !== undefined) throw wrong(`extras.${ours}: is made from the order`)
}

/** A visitor whom nobody knows yet may well own the order. */
export function notFound(requester: Requester): WeixinError {
  const isStranger = requester.by === 'page' && requester.openid === null
  return new WeixinError(isStranger ? 'sign-in-required' : 'order-not-found')
}
