import type { UserResponse } from 'weixin-contract'
import type { Tea, TeaOrder, TeaOrderPage } from '../contract.ts'

/**
 * Why a request failed, as far as the user can do something about it. `snapshot`: the user of a snapshot page (快照页)
 * can only look. `signed-out`: nobody is signed in. `offline`: no response came.
 */
export type ShopFailure = 'snapshot' | 'signed-out' | 'not-found' | 'server' | 'offline'

/** A request to the shop's server that failed. */
export class ShopError extends Error {
  readonly failure: ShopFailure
  constructor(failure: ShopFailure, options?: ErrorOptions) {
    super(`The request to the shop failed: ${failure}`, options)
    this.failure = failure
  }
}

/** The shop's server. Each function throws a ShopError. */
export const shop = {
  teas: (): Promise<Tea[]> => request('/api/teas'),
  /** One page of the customer's orders; `after` is the `next` of the page before. */
  orders: (after?: string): Promise<TeaOrderPage> =>
    request(`/api/orders${after === undefined ? '' : `?after=${encodeURIComponent(after)}`}`),
  order: (id: string): Promise<TeaOrder> => request(`/api/orders/${encodeURIComponent(id)}`),
  create: (order: Pick<TeaOrder, 'teaId' | 'cups' | 'table'>): Promise<TeaOrder> =>
    request('/api/orders', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    }),
  /** Cancels an unpaid order. Returns the order as it is afterwards, which may be paid. */
  cancel: (id: string): Promise<TeaOrder> =>
    request(`/api/orders/${encodeURIComponent(id)}/cancel`, { method: 'POST' }),
  /** Lets this browser order without signing in. `not-found`: the shop only sells inside WeChat. */
  becomeGuest: (): Promise<void> => request('/api/guest', { method: 'POST' }),
  user: (): Promise<UserResponse> => request('/weixin/user'),
}

const failures: Partial<Record<number, ShopFailure>> = {
  401: 'signed-out',
  403: 'snapshot',
  404: 'not-found',
}

async function request<Body>(path: string, init?: RequestInit): Promise<Body> {
  let response: Response
  try {
    response = await fetch(path, { credentials: 'same-origin', ...init })
  } catch (cause) {
    throw new ShopError('offline', { cause })
  }
  if (!response.ok) throw new ShopError(failures[response.status] ?? 'server')
  return (response.status === 204 ? undefined : await response.json()) as Body
}
