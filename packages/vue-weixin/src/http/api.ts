import type {
  ConfigDiagnosis,
  ConfigReport,
  ConsentAddress,
  JssdkConfig,
  UserResponse,
} from 'weixin-contract'
import type { Request } from './request.ts'

/** How a function reaches the server. */
export interface Server {
  /** Where koa-weixin is mounted, without a slash at its end. */
  readonly base: string
  readonly request: Request
}

/** @param url the address to sign, without its fragment */
export const jssdkConfig = ({ base, request }: Server, url: string): Promise<JssdkConfig> =>
  request('signature', `${base}/config?url=${encodeURIComponent(url)}`)

/** Reports a signature that WeChat rejected. The server says why, and signs again where that may help. */
export const diagnose = (
  { base, request }: Server,
  report: ConfigReport,
): Promise<ConfigDiagnosis> => request('checkedUrl', `${base}/config`, { body: report })

/** The signed-in user. */
export const getUser = ({ base, request }: Server): Promise<UserResponse> =>
  request('user', `${base}/user`)

/** Ends the session on the server. */
export const postSignOut = ({ base, request }: Server): Promise<object> =>
  request('', `${base}/sign-out`, { body: {} })

/** The address of WeChat's consent page. @param address the server's sign-in route with its query */
export const consentAddress = (
  { request }: Pick<Server, 'request'>,
  address: string,
): Promise<ConsentAddress> => request('url', address)
