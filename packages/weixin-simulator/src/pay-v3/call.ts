import type { Call } from '../http/call.ts'
import type { Context } from '../context.ts'

/** A request of WeChat Pay whose signature held. */
export interface PayCall {
  call: Call
  /** The merchant, by Authorization. */
  mchid: string
  body: Record<string, unknown>
  query: URLSearchParams
  /** Below /v3/pay/partner: a service provider asks. */
  isPartner: boolean
  /** Wechatpay-Serial, '' when there is none. */
  serial: string
  /** A named part of the path, decoded. */
  param: (name: string) => string
}

export interface PayReply {
  status: number
  body?: Record<string, unknown>
}

export type Handler = (context: Context, pay: PayCall) => PayReply
