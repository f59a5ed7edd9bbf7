import type { AxiosInstance, AxiosRequestConfig } from 'axios'
import type {
  ConfigDiagnosis,
  ConfigReport,
  OrderStatus,
  JssdkConfig,
  Payment,
  UserResponse,
  TradeType,
} from 'weixin-contract'
import { readFailure, readResponse } from './read-response.ts'

/** Our server, as a page sees it. Every call rejects with a `WeixinClientError` only. */
export interface Api {
  createPayment(orderId: string, tradeType: TradeType, signal: AbortSignal): Promise<Payment>
  orderStatus(orderId: string, signal: AbortSignal): Promise<OrderStatus>
  /** `url` without its fragment. */
  jssdkConfig(url: string): Promise<JssdkConfig>
  /** Tells that WeChat refused what was signed, and hears why. */
  diagnose(report: ConfigReport): Promise<ConfigDiagnosis>
  user(): Promise<UserResponse>
  /** Where to sign in: what the last 401 named, `base + '/oauth'` before that. */
  signInAddress(): string
}

/** Milliseconds for one request. The server itself may wait for WeChat. */
const TIMEOUT = 10_000

/** @param base path where koa-weixin is mounted, such as `/weixin` */
export function createApi(base: string, http: AxiosInstance): Api {
  let signIn = `${base}/oauth`
  const payPath = (orderId: string): string => `${base}/pay/${encodeURIComponent(orderId)}`

  async function request<T>(keys: readonly string[], params: AxiosRequestConfig): Promise<T> {
    try {
      const { data } = await http.request<unknown>({ timeout: TIMEOUT, ...params })
      return readResponse<T>(keys, data)
    } catch (thrown) {
      const error = readFailure(thrown)
      if (error.signIn) signIn = error.signIn
      throw error
    }
  }

  return {
    createPayment: (orderId, tradeType, signal) =>
      request(['tradeType', 'settled'], {
        method: 'POST',
        url: payPath(orderId),
        params: { tradeType },
        signal,
      }),
    orderStatus: (orderId, signal) => request(['state'], { url: payPath(orderId), signal }),
    // Encoded here: axios leaves some characters as they are, and this very text is what gets signed.
    jssdkConfig: (url) =>
      request(['signature'], { url: `${base}/config?url=${encodeURIComponent(url)}` }),
    diagnose: (report) =>
      request(['checkedUrl'], { method: 'POST', url: `${base}/config`, data: report }),
    user: () => request(['user'], { url: `${base}/user` }),
    signInAddress: () => signIn,
  }
}
