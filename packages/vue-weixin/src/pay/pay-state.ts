import type { WeixinClientError } from '../weixin-client-error.ts'

/**
 * - `idle`: nothing was asked for
 * - `ordering`: our server makes the order at WeChat
 * - `paying`: WeChat's payment sheet is open
 * - `confirming`: WeChat's browser said how it ended; our server is asked whether that is so
 * - `paid`: our server says so
 * - `unconfirmed`: nobody could say yet. Turns to `paid` when the answer comes later
 * - `cancelled`: the payer closed the sheet. Turns to `paid` when our server knows better
 * - `failed`: nothing was paid; see the error
 */
export type PayStatus =
  | 'idle'
  | 'ordering'
  | 'paying'
  | 'confirming'
  | 'paid'
  | 'unconfirmed'
  | 'cancelled'
  | 'failed'

export interface PayState {
  readonly status: PayStatus
  /** Why it failed; with `unconfirmed`, why the server could not be asked, if it could not. */
  readonly error: WeixinClientError | null
}

export const state = (status: PayStatus, error: WeixinClientError | null = null): PayState => ({
  status,
  error,
})

export const isUnderWay = ({ status }: PayState): boolean =>
  status === 'ordering' || status === 'paying' || status === 'confirming'
