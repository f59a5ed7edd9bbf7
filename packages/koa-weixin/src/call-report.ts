/** One call to WeChat, for metrics and traces. It holds no query, body, token or openid. */
export interface CallReport {
  /** The HTTP method. */
  method: string
  /** The host that was called, such as `api.mch.weixin.qq.com`. */
  host: string
  /** The path without its query. */
  path: string
  /** HTTP status; null where no response came. */
  status: number | null
  /** How long the call took, in milliseconds. */
  milliseconds: number
  /** `Request-ID` of the response; null without one. */
  requestId: string | null
  /** The code that WeChat returned for a refusal, such as `40001` or `PARAM_ERROR`; null otherwise. */
  code: string | null
}
