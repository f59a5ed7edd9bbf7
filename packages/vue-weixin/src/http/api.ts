import type {
  ConfigDiagnosis,
  ConfigReport,
  ConsentAddress,
  JssdkConfig,
  OrderStatus,
  Payment,
  TradeType,
  UserResponse,
} from 'weixin-contract'
import type { Request } from './request.ts'

/** How a function reaches the server. */
export interface Server {
  /** Where koa-weixin is mounted, without a slash at its end. */
  readonly base: string
  readonly request: Request
}

/** Places the order at WeChat. Safe to repeat: the server responds to a repeated order with the same payment. */
export const createPayment = (
  { base, request }: Server,
  orderId: string,
  tradeType: TradeType,
  signal: AbortSignal,
): Promise<Payment> =>
  request(['tradeType', 'settled'], 'POST', `${payPath(base, orderId)}?tradeType=${tradeType}`, {
    signal,
  })

/** Lets the server query WeChat for the state of an order. */
export const orderStatus = (
  { base, request }: Server,
  orderId: string,
  signal: AbortSignal,
): Promise<OrderStatus> => request(['state'], 'GET', payPath(base, orderId), { signal })

const payPath = (base: string, orderId: string): string =>
  `${base}/pay/${encodeURIComponent(orderId)}`

/** @param url the address to sign, without its fragment */
export const jssdkConfig = ({ base, request }: Server, url: string): Promise<JssdkConfig> =>
  request(['signature'], 'GET', `${base}/config?url=${encodeURIComponent(url)}`)

/** Reports a signature that WeChat rejected. The server says why, and signs again where that may help. */
export const diagnose = (
  { base, request }: Server,
  report: ConfigReport,
): Promise<ConfigDiagnosis> => request(['checkedUrl'], 'POST', `${base}/config`, { body: report })

/** The signed-in user. */
export const getUser = ({ base, request }: Server): Promise<UserResponse> =>
  request(['user'], 'GET', `${base}/user`)

/** Ends the session on the server. */
export const postSignOut = ({ base, request }: Server): Promise<object> =>
  request([], 'POST', `${base}/sign-out`)

/** The address of WeChat's consent page. @param address the server's sign-in route with its query */
export const consentAddress = (
  { request }: Pick<Server, 'request'>,
  address: string,
): Promise<ConsentAddress> => request(['url'], 'GET', address)
