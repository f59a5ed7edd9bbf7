import type { AxiosInstance, AxiosRequestConfig } from 'axios'
import type {
  ConfigDiagnosis,
  ConfigReport,
  OrderStatus,
  PageConfig,
  Prepared,
  UserReply,
  Way,
} from 'weixin-contract'
import { readFailure, readReply } from './read-reply.ts'

/** Our server, as a page sees it. Every call rejects with a `WeixinClientError` only. */
export interface Server {
  prepare(orderId: string, via: Way, signal: AbortSignal): Promise<Prepared>
  orderStatus(orderId: string, signal: AbortSignal): Promise<OrderStatus>
  /** `url` without its fragment. */
  pageConfig(url: string): Promise<PageConfig>
  /** Tells that WeChat refused what was signed, and hears why. */
  diagnose(report: ConfigReport): Promise<ConfigDiagnosis>
  user(): Promise<UserReply>
  /** Where to sign in: what the last 401 named, `base + '/oauth'` before that. */
  signInAddress(): string
}

/** Milliseconds for one request. The server itself may wait for WeChat. */
const TIMEOUT = 10_000

/** @param base path where koa-weixin is mounted, such as `/weixin` */
export function createServer(base: string, http: AxiosInstance): Server {
  let signIn = `${base}/oauth`
  const payPath = (orderId: string): string => `${base}/pay/${encodeURIComponent(orderId)}`

  async function request<K extends string, T>(key: K, asked: AxiosRequestConfig): Promise<T> {
    try {
      const { data } = await http.request<unknown>({ timeout: TIMEOUT, ...asked })
      return readReply<K, T>(key, data)
    } catch (thrown) {
      const error = readFailure(thrown)
      if (error.signIn) signIn = error.signIn
      throw error
    }
  }

  return {
    prepare: (orderId, via, signal) =>
      request('via', { method: 'POST', url: payPath(orderId), params: { via }, signal }),
    orderStatus: (orderId, signal) => request('state', { url: payPath(orderId), signal }),
    // Encoded here: axios leaves some characters as they are, and this very text is what gets signed.
    pageConfig: (url) =>
      request('signature', { url: `${base}/config?url=${encodeURIComponent(url)}` }),
    diagnose: (report) =>
      request('signed', { method: 'POST', url: `${base}/config`, data: report }),
    user: () => request('user', { url: `${base}/user` }),
    signInAddress: () => signIn,
  }
}
