import type { Call } from '../http/call.ts'
import type { Partner } from '../state/orders.ts'
import type { SignType } from './sign.ts'
import type { Fields } from './xml.ts'

/** A request of API v2 whose sign held. */
export interface V2Call {
  call: Call
  fields: Fields
  signType: SignType
  /** Of a service provider's call. */
  partner: Partner | null
}

/** What a response says beside the codes, ids and sign that all have. */
export type V2Reply = Fields
