import type { Call } from '../http/call.ts'

/** A request of WeChat Pay whose signature held. */
export interface PayCall {
  call: Call
  /** The merchant, by Authorization. */
  mchid: string
  body: Record<string, unknown>
  query: URLSearchParams
  /** A named part of the path, decoded. */
  param: (name: string) => string
}

export interface PayReply {
  status: number
  body?: Record<string, unknown>
}
