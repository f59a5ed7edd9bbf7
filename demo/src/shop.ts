import type { OrderStatus, UserResponse } from 'weixin-contract'
import type { Tea, TeaOrder } from '../contract.ts'

/** A refusal of the server. `status` is HTTP's. */
export class ShopError extends Error {
  readonly status: number
  constructor(status: number) {
    super(`The shop answered ${status}`)
    this.status = status
  }
}

export const shop = {
  teas: (): Promise<Tea[]> => ask('/api/teas'),
  orders: (): Promise<TeaOrder[]> => ask('/api/orders'),
  order: (id: string): Promise<TeaOrder> => ask(`/api/orders/${encodeURIComponent(id)}`),
  create: (teaId: string, cups: number): Promise<TeaOrder> =>
    ask('/api/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ teaId, cups }),
    }),
  /** Makes koa-weixin ask WeChat how the order stands. */
  confirm: (id: string): Promise<OrderStatus> => ask(`/weixin/pay/${encodeURIComponent(id)}`),
  user: (): Promise<UserResponse> => ask('/weixin/user'),
}

async function ask<Response>(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, { credentials: 'same-origin', ...init })
  if (!response.ok) throw new ShopError(response.status)
  return (await response.json()) as Response
}
