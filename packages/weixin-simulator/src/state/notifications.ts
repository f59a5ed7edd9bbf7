/** One event that the merchant has to hear of. Its body stays the same, its signature is new each time. */
export interface Notification {
  /** Unique per event, the same in redeliveries. */
  id: string
  /** The transaction or refund id that it is about. */
  about: string
  url: string
  body: string
  /** Of API v2; absent: JSON with Wechatpay headers. */
  form?: 'xml'
  /** Deliveries that the schedule has started. */
  tried: number
  /** When the schedule delivers next, milliseconds; null when it is over. */
  dueAt: number | null
}
