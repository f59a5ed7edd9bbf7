import type { Quotas } from './state/quotas.ts'

/** The secrets and public ids that WeChat's consoles give to an account and its merchant. Keys are PEM. */
export interface Credentials {
  appId: string
  appSecret: string
  mchId: string
  /** Serial of the merchant's certificate: 40 hex characters, upper case. */
  serialNo: string
  /** The merchant's private key, PKCS#8. */
  privateKey: string
  /** The merchant's certificate, X.509. */
  certificate: string
  /** 32 characters. */
  apiV3Key: string
  publicKeyId: string
  /** WeChat Pay's public key, SPKI. */
  publicKey: string
  /** APIv2密钥, 32 characters. */
  apiV2Key: string
  /** The authority of `secureUrl` and of the merchant's certificate, X.509. */
  ca: string
  /** apiclient_cert.p12 in base64; its passphrase is the mchId. */
  p12: string
}

/** The merchant's own RSA key, so that no pair has to be made. */
export interface MerchantKeys {
  /** PKCS#8, PEM, 2048 bits. */
  privateKey: string
  /** Serial of its certificate: 40 hex characters, upper case, the first below 8. Default: a random one. */
  serialNo?: string
}

export interface SimulatedUser {
  openid: string
  nickname: string
  /** Address of a picture that the simulator serves. */
  avatar: string
  /** 零钱, in fen. */
  balance: number
  /** A virtual user of the snapshot page (快照页). */
  isSnapshot: boolean
}

/** A merchant for whom `mchId`, as a service provider (服务商), takes orders. */
export interface SubMerchant {
  mchId: string
  /** Its own Official Account; its users' openids are those of `subOpenid`. */
  appId?: string
}

export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'

export interface SimulatedOrder {
  outTradeNo: string
  /** The one handed out last. */
  prepayId: string
  tradeState: TradeState
  /** In fen. */
  total: number
  description: string
  attach: string | null
  /** Null until somebody pays, unless the order says who (JSAPI). */
  openid: string | null
  tradeType: 'JSAPI' | 'MWEB' | 'NATIVE' | 'APP'
  /** Of a service provider's order. */
  subMchId: string | null
  transactionId: string | null
  notifyUrl: string
}

export interface SimulatedRefund {
  outRefundNo: string
  refundId: string
  outTradeNo: string
  transactionId: string
  status: 'PROCESSING' | 'SUCCESS'
  /** What goes back, in fen. */
  refund: number
  /** The order's amount, in fen. */
  total: number
  reason: string | null
  notifyUrl: string | null
}

export interface Check {
  check: string
  ok: boolean
  detail?: string
}

/** A known mistake that reproduces the refused signature. */
export interface KnownMistake {
  name: string
  /** What was signed instead, secrets masked. */
  text: string
  /** Index of the first character in which `text` differs from `signedOver`. */
  differsAt: number
}

/** Why WeChat refused, in words that WeChat itself does not give. */
export interface Reason {
  code: string
  en: string
  zh: string
  /** The text that WeChat signs over, secrets masked. */
  signedOver?: string
  mistake?: KnownMistake | null
}

export interface LogEntry {
  /** RFC 3339, by the simulator's movable clock. */
  at: string
  call: string
  /** What was asked, secrets masked. */
  request: Record<string, unknown>
  checks: Check[]
  response: { status: number; code?: string }
  reason: Reason | null
}

export interface SimulatorOptions {
  /** Default 0: any free port. */
  port?: number
  /** Default '127.0.0.1'. */
  host?: string
  /** The merchant's and the account's display name, default '山前茶铺'. */
  name?: string
  /** WeChat Pay's own RSA pair (PEM), so that a test can sign as WeChat. */
  keys?: { privateKey: string; publicKey: string; publicKeyId: string }
  /** The merchant's RSA key. Default: a key that the simulators of one process share. */
  merchantKeys?: MerchantKeys
  /** Milliseconds; default the wall clock. */
  now?: () => number
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
  /** Told of every call once it is answered. */
  onCall?: (entry: LogEntry) => void
}

export interface Notifications {
  /** The next `count` scheduled deliveries never leave WeChat: they count as unanswered, the schedule goes on. */
  lose(count: number): void
  /** Sends this payment's notification once more, now, whatever the schedule says. `status` is null when nobody answered. */
  deliver(transactionId: string): Promise<{ status: number | null; body: string }>
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>
}

/** Error pages of the authorize address that come from the state of the account, not from the link. */
export type AccountPage = 10004 | 10005 | 10006 | 10009

/**
 * `cut`: the connection breaks in the middle of the file. `short`: the file ends in the middle, and its length says so.
 * `changed`: a row is missing, and the file reads well.
 */
export type SpoiledDownload = 'cut' | 'short' | 'changed'
/** A call of WeChat Pay that goes wrong. */
export interface PayFault {
  /** Calls whose path contains this. */
  path: string
  /** How many calls; default 1. */
  times?: number
  /** Whether WeChat Pay acts, and then goes wrong; default 'before'. */
  when?: 'before' | 'after'
  /**
   * 500 SYSTEM_ERROR, an nginx's 502 in HTML, no answer at all, a connection that is reset, or the right answer once
   * `until` resolves.
   */
  response: 'system-error' | 'bad-gateway' | 'hang' | 'reset' | { until: Promise<unknown> }
}

/** WeChat Pay's own keys. A new merchant is in public-key mode: no certificates, everything signed by the public key. */
export interface Platform {
  /** Makes a certificate of WeChat Pay's (平台证书); it signs nothing yet. */
  issue(options?: { isListed?: boolean }): Promise<{ serialNo: string; certificate: string }>
  /** From now on GET /v3/certificates names it, or no longer does. */
  list(serialNo: string, isListed?: boolean): void
  /**
   * Who signs from now on, in which shares: by serials and the public key id. Notifications keep to the shares; a response is
   * signed by the public key when the request asks for it and it has a share, else by the certificates.
   */
  signBy(shares: Record<string, number>): void
}

/** What happens to an account in production, on demand. */
export interface Faults {
  /** Beside those that wait already. */
  failPay(fault: PayFault): void
  /** The next responses of WeChat Pay, and the next notifications, carry a wrong signature: WECHATPAY/SIGNTEST/… */
  probe(counts: { responses?: number; notifications?: number }): void
  /** WeChat refuses every access_token given out so far (40001), as after another server fetched its own. */
  retireTokens(): Promise<void>
  /** The jsapi_ticket is replaced: page signatures made with the old one are refused, getticket gives the new one. */
  retireTicket(): Promise<void>
  /** In place of the option `quotas`; the calls of this day and minute count. */
  setQuotas(quotas: Quotas): void
  /** In place of the option `allowlist`; null: everybody. */
  setAllowlist(addresses: readonly string[] | null): void
  /**
   * Every authorize link leads to this error page until null is set: the account is banned (10004) or lacks the
   * scope (10005), it is a sandbox account that the user must follow first (10006), or it is asked too often (10009).
   */
  showAuthorizePage(number: AccountPage | null): void
  /** Spoils every download of a bill until null is set. */
  spoilDownloads(how: SpoiledDownload | null): void
}

export interface Simulator {
  /** `http://localhost:PORT` when the host is loopback. */
  url: string
  /** `https://localhost:PORT`: asks for the merchant's certificate, as refunds of API v2 do. */
  secureUrl: string
  credentials: Credentials
  /** The first is the phone's default user. */
  users(): SimulatedUser[]
  createCode(input: {
    openid: string
    scope: 'snsapi_base' | 'snsapi_userinfo'
  }): Promise<{ code: string }>
  /**
   * The payer of this order pays, or the phone's default user where it names none: out of 零钱, else with a bank card.
   * Takes a prepay_id, an h5_url (v2: mweb_url) or a code_url (as if the phone scanned it). Resolves when WeChat has it; notifications go on in
   * the background. Rejects with WeChat's words when the order cannot be paid.
   */
  pay(opened: string): Promise<{ transactionId: string; outTradeNo: string }>
  /** The openid of a user of ours under a sub-merchant's account. */
  subOpenid(openid: string, subAppId: string): string
  /**
   * A person refunds all that is left of a payment on the merchant platform, where `notifyUrl` is set: told as XML of
   * API v2, whichever API the order was made with.
   */
  refundInConsole(input: {
    transactionId: string
    notifyUrl: string
  }): Promise<{ outRefundNo: string }>
  orders(): SimulatedOrder[]
  refunds(): SimulatedRefund[]
  notifications: Notifications
  faults: Faults
  platform: Platform
  /** Moves the simulator's clock; resolves when all deliveries that became due were answered. */
  advance(seconds: number): Promise<void>
  log(): LogEntry[]
  close(): Promise<void>
}
