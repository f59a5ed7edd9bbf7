import type { Gateway } from './gateway.ts'
import type { Http } from './http.ts'
import type { Hosts, Merchant } from './merchant.ts'
import { v2Gateway } from './v2/gateway.ts'
import { v3Gateway } from './v3/gateway.ts'

export interface GatewayOptions {
  appId: string
  /** Shown by h5 payments of API v2. */
  origin: string
  /** Where WeChat sends notifications. */
  notifyUrl: string
  endpoints: Pick<Hosts, 'pay' | 'payBackup' | 'secure'>
  http: Http
  now: () => number
  random: () => number
  nonce: () => string
}

/** Nothing outside this folder knows which API the merchant uses. */
export function createGateway(merchant: Merchant, options: GatewayOptions): Gateway {
  const { endpoints, ...rest } = options
  const { pay, payBackup, secure } = endpoints
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  const shared = { ...rest, pay, payBackup, sleep }
  return merchant.api === 'v2'
    ? v2Gateway({ ...shared, secure, ...merchant })
    : v3Gateway({ ...shared, ...merchant })
}
