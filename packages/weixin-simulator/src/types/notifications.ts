/** A notification: its body stays the same in each delivery, its signature and time are new. */
export interface SimulatedNotification {
  /** Unique for each event, the same in redeliveries. */
  id: string
  /** The transaction_id or refund_id that it is about. */
  about: string
  /** The order's out_trade_no; null where there is none. */
  outTradeNo: string | null
  /** Where it is delivered. */
  url: string
  /** JSON of API v3 or XML of API v2. */
  form: 'json' | 'xml'
  /** The bytes that are posted, as text. */
  body: string
  /** Deliveries that the schedule has started. */
  tried: number
  /** RFC 3339: when the schedule delivers next; null when it was accepted, or given up. */
  nextAt: string | null
}

/**
 * How a notification is forged. `other-key`: signed with another key. `no-signature`: without its signature.
 * `changed-body`: the body was changed after it was signed. `other-serial`: another Wechatpay-Serial. `old`: signed well,
 * ten minutes ago. `missing-timestamp`: without Wechatpay-Timestamp. A notification of API v2 has no headers to forge: the
 * first three are for it too, and a refund, which is sealed and not signed, takes `other-key` and `changed-body`.
 */
export type Forgery =
  | 'other-key'
  | 'no-signature'
  | 'changed-body'
  | 'other-serial'
  | 'old'
  | 'missing-timestamp'

/** A notification of another product, for `onNotification` of the server under test: JSON of API v3, or XML of API v2. */
export type ForeignNotification =
  | {
      /** The address of the server. */
      url: string
      /** event_type, for example MCHTRANSFER.BILL.FINISHED. */
      type: string
      /** summary; default the event type. */
      summary?: string
      /** original_type, to which the sealed part is bound. */
      kind: string
      /** What is sealed with the APIv3 key. */
      resource: Record<string, unknown>
    }
  | {
      /** The address of the server. */
      url: string
      /** The fields of an XML document of API v2; return_code, result_code, the ids, nonce_str and sign are added. */
      fields: Record<string, string>
    }
