import type { Payment } from 'weixin-contract'
import { WeixinClientError } from '../errors/weixin-client-error.ts'
import { payerMessage } from '../errors/payer-messages.ts'

/**
 * The status of a payment.
 *
 * - `idle`: no payment was started.
 * - `ordering`: the server places the order at WeChat.
 * - `paying`: the payer is asked to pay: WeChat's sheet, a QR code or WeChat's H5 page is open.
 * - `confirming`: the payer is done; the server is asked whether the order is paid.
 * - `paid`: the server says that the order is paid.
 * - `unconfirmed`: nobody knows yet. It changes to `paid` when the server knows.
 * - `cancelled`: the payer closed the sheet. It changes to `paid` when the server knows better.
 * - `failed`: nothing was paid; `error` says why.
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

/** The state of a payment. */
export interface PayState {
  readonly status: PayStatus
  /** Why it failed; with `unconfirmed`, why it is not known. Null with every other status. */
  readonly error: WeixinClientError | null
  /** With `paying`: what the server returned. */
  readonly payment?: Payment
}

export const state = (
  status: PayStatus,
  error: WeixinClientError | null = null,
  payment?: Payment | null,
): PayState => ({ status, error, ...(payment && { payment }) })

/** Not known: the error keeps its code, while its message for the payer never says that the payment failed. */
export function unconfirmed(cause?: WeixinClientError | null): PayState {
  const { code = 'unconfirmed', message } = cause ?? {}
  const details = { message, payerMessage: payerMessage('unconfirmed') }
  return state('unconfirmed', new WeixinClientError(code, Object.assign({}, cause, details)))
}

/** Whether the payment goes on by itself and the button should wait. */
export const isUnderWay = ({ status }: PayState): boolean => status.endsWith('ing')
