/** One event that WeChat tells the merchant's server about. Its body stays the same, its signature is new each time. */
export interface Notification {
  /** Unique per event, the same in redeliveries. */
  id: string
  /** The transaction or refund id that it is about. */
  about: string
  /** The order that it is about; absent where there is none, and in files of an earlier version. */
  outTradeNo?: string
  url: string
  body: string
  /** Of API v2; absent: JSON with Wechatpay headers. */
  form?: 'xml'
  /** Deliveries that the schedule has started. */
  tried: number
  /** When the schedule delivers next, milliseconds; null when it is over. */
  dueAt: number | null
}
