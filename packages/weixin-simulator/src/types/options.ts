import type { MerchantKeys, Quotas, SubMerchant, WeixinKeys } from './account.ts'
import type { LogEntry } from './log.ts'
import type { RegisteredAddresses } from './phone.ts'

/** What `createSimulator` may be given. All is optional. */
export interface SimulatorOptions {
  /** Default 0: any free port. */
  port?: number
  /** Default '127.0.0.1'. Beyond loopback the controls need a token. */
  host?: string
  /**
   * How the simulator is reached, where that is not `http://localhost:PORT`: from a container, from another machine,
   * through a tunnel. Addresses that WeChat gives out (download_url, h5_url, pictures) begin with it.
   */
  url?: string
  /** Address of this machine on the network; `url` then has it in place of localhost, with the port that is taken. */
  lan?: string
  /** Certificate authorities (PEM) that a notify_url with https may use beside the usual ones, as of a self-signed one. */
  notifyCa?: string
  /** The token that the controls need beyond loopback. Default: a random one. */
  token?: string
  /** The merchant's and the account's display name, default '山前茶铺'. */
  name?: string
  /** WeChat Pay's own RSA pair (PEM), so that a test can sign as WeChat. */
  keys?: WeixinKeys
  /** The merchant's RSA key. Default: a key that the simulators of one process share. */
  merchantKeys?: MerchantKeys
  /** Milliseconds; default the wall clock. */
  now?: () => number
  /**
   * Makes everything random repeatable: ids, nonces, the order of XML elements, and the undocumented field that every fourth
   * response of API v2 carries. Key pairs stay random. Default: unpredictable.
   */
  seed?: string | number
  /** Ids, keys, users, orders, codes, tokens and notifications are kept here across restarts; default: memory only. */
  folder?: string
  /**
   * How many calls are answered, counted by the movable clock and from midnight in China; beyond: 45009 (a day), 45011
   * (a minute). Default: no limit. A new account has `{ token: 2000, stable_token: { day: 500_000, minute: 10_000 } }`.
   */
  quotas?: Quotas
  /** Addresses that may call token and stable_token (IP白名单); others get 40164. Default: everybody. */
  allowlist?: readonly string[]
  /** Makes the merchant a service provider too, for these. Default: none. */
  subMerchants?: readonly SubMerchant[]
  /** Address of the page under test: the dashboard opens it in its phone. Default: the page that last loaded the bridge. */
  page?: string
  /**
   * The addresses that WeChat's consoles have on record; what is left out, or null, allows each address of this machine.
   * A call from any other address is refused as WeChat does.
   */
  registered?: Partial<RegisteredAddresses>
  /** Called with each log entry, once the call is answered. What it throws becomes a warning of the process. */
  onCall?: (entry: LogEntry) => void
}
