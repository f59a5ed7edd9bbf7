import type {
  AccountPage,
  Credentials,
  ForeignNotification,
  Forgery,
  LogEntry,
  PayFault,
  PhoneControls,
  Quotas,
  SheetOutcome,
  SimulatedCoupon,
  SimulatedNotification,
  SimulatedOrder,
  SimulatedRefund,
  SimulatedUser,
  SpoiledDownload,
  SubMerchant,
} from '../types.ts'

/** What the server under test answered to a delivery. */
export interface DeliveryAnswer {
  /** HTTP status; null when nobody answered within five seconds. */
  status: number | null
  /** The body, as text. */
  body: string
}

/** A delivery that ended. */
export interface EndedDelivery extends DeliveryAnswer {
  /** Unique for each event, the same in redeliveries. */
  id: string
  /** The transaction_id or refund_id that it is about. */
  about: string
  /** The order's out_trade_no; null where there is none. */
  outTradeNo: string | null
}

/** What WeChat tells the merchant's server, and what goes wrong on the way. */
export interface Notifications {
  /** All notifications, oldest first. */
  list(): SimulatedNotification[]
  /** The next `count` scheduled deliveries never leave WeChat: they count as unanswered, the schedule goes on. */
  lose(count: number): void
  /** The next `count` new notifications are first delivered this many seconds of the movable clock later. */
  delay(count: number, seconds: number): void
  /** The next `count` new notifications are delivered twice at the same moment. */
  double(count: number): void
  /** The next new notification waits until the one after it was delivered. */
  reorder(): void
  /** Sends the last notification about this transaction or refund once more, now, whatever the schedule says. */
  deliver(about: string): Promise<DeliveryAnswer>
  /** Sends a forged copy of the last notification about this transaction or refund; default: of the last of all. */
  forge(forgery: Forgery, about?: string): Promise<DeliveryAnswer>
  /** Sends a notification of another product, signed and sealed as WeChat Pay does. */
  foreign(notification: ForeignNotification): Promise<DeliveryAnswer>
  /** Resolves when no delivery is under way. */
  idle(): Promise<void>
}

/** How a platform certificate is made. */
export interface IssueOptions {
  /** Whether GET /v3/certificates names it; default true. */
  isListed?: boolean
}

/** A platform certificate that was made. */
export interface IssuedCertificate {
  /** Its serial number: 40 hex characters, upper case. */
  serialNo: string
  /** X.509, PEM. */
  certificate: string
}

/** How many answers and notifications carry a wrong signature. */
export interface ProbeCounts {
  /** Responses of WeChat Pay; default 0. */
  responses?: number
  /** Deliveries of notifications; default 0. */
  notifications?: number
}

/** WeChat Pay's own keys. A new merchant is in public-key mode: no certificates, everything signed by the public key. */
export interface Platform {
  /** Makes a certificate of WeChat Pay's (平台证书); it signs nothing yet. */
  issue(options?: IssueOptions): Promise<IssuedCertificate>
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
  /** Makes calls of API v3 fail; faults that wait already come first. */
  failPay(fault: PayFault): void
  /** The next responses of WeChat Pay, and the next notifications, carry a wrong signature: WECHATPAY/SIGNTEST/… */
  probe(counts: ProbeCounts): void
  /** WeChat refuses every access_token given out so far (40001), as after another server fetched its own. */
  retireTokens(): Promise<void>
  /** The jsapi_ticket is replaced: page signatures made with the old one are refused, getticket gives the new one. */
  retireTicket(): Promise<void>
  /** Replaces the option `quotas`; the calls of this day and minute count. */
  setQuotas(quotas: Quotas): void
  /** Replaces the option `allowlist`; null: everybody. */
  setAllowlist(addresses: readonly string[] | null): void
  /**
   * Every authorize link leads to this error page until null is set: the account is banned (10004) or lacks the
   * scope (10005), it is a sandbox account that the user must follow first (10006), or it is asked too often (10009).
   */
  showAuthorizePage(page: AccountPage | null): void
  /** Spoils every download of a bill until null is set. */
  spoilDownloads(how: SpoiledDownload | null): void
  /** How refunds end as soon as they are accepted; PROCESSING: they wait for `endRefund`. */
  setRefundEnd(status: SimulatedRefund['status']): void
  /** The merchant's balance at WeChat Pay, in fen; null: it never runs dry, as in a new simulator. */
  setMerchantBalance(balance: number | null): void
  /** WeChat's clock is this many seconds ahead of the server's, in all timestamps that are signed. */
  skewClock(seconds: number): void
  /** Nothing goes wrong any more; what happened stays. */
  clear(): void
}

/** How a payment is made. */
export interface PayOptions {
  /** The payer's openid; default: the order's, else the phone's default user. */
  openid?: string
  /** The coupon_ids of coupons that the payer uses, each once; default: none. */
  coupons?: readonly string[]
  /** A payment that was under way when the merchant closed the order; default false. */
  evenIfClosed?: boolean
}

/** A coupon (代金券) that a user gets. */
export interface NewCoupon {
  /** By how much the payer pays less, in fen. */
  amount: number
  /** Who gets it; default: the phone's default user. */
  openid?: string
  /** The smallest order that it can be used for, in fen; default: 1 fen more than `amount`. */
  minimum?: number
  /** What the payer reads; default 模拟代金券. */
  name?: string
  /** Default CASH: the merchant still gets the order's whole amount. NOCASH: the merchant gets less. */
  type?: 'CASH' | 'NOCASH'
}

/** The numbers of an order that was paid. */
export interface PaidOrderNumbers {
  /** WeChat's number of the payment. */
  transactionId: string
  /** The merchant's own number. */
  outTradeNo: string
}

/** A user to be added. */
export interface NewUser {
  /** 1 to 32 characters. */
  nickname: string
  /** 零钱 in fen; default 10000. */
  balance?: number
  /** A virtual user of the snapshot page (快照页); default false. */
  isSnapshot?: boolean
}

/** Whose sign-in code is made. */
export interface CodeRequest {
  /** The user. */
  openid: string
  /** The scope of the sign-in. */
  scope: 'snsapi_base' | 'snsapi_userinfo'
}

/** A sign-in code. */
export interface IssuedCode {
  /** It is used once, within five minutes. */
  code: string
}

/** A refund that a person makes on the merchant platform. */
export interface ConsoleRefundRequest {
  /** The payment. */
  transactionId: string
  /** The address that is set on the merchant platform. */
  notifyUrl: string
}

/** A refund that was made on the merchant platform. */
export interface ConsoleRefund {
  /** WeChat makes this number up. */
  outRefundNo: string
}

/** The person with the phone. */
export interface Payer {
  /**
   * Pays out of 零钱, else with a bank card, with the coupons that are named. Takes a prepay_id, an h5_url (v2: mweb_url), a code_url (as if the phone
   * scanned it) or an out_trade_no. Resolves when WeChat has the money; notifications go on in the background. Rejects
   * with WeChat's text when the order cannot be paid.
   */
  pay(order: string, options?: PayOptions): Promise<PaidOrderNumbers>
}

/** Everything that a test or a person may do to a running simulator, but for its faults by name. */
export interface SimulatorControls {
  /** `http://localhost:PORT` when the host is loopback, or the option `url`. */
  url: string
  /** `https://localhost:PORT`: asks for the merchant's certificate, as refunds of API v2 do. */
  secureUrl: string
  /** What WeChat's consoles give to the account and the merchant. */
  credentials: Credentials
  /** The users of the account; the first is the phone's default user. */
  users(): SimulatedUser[]
  /** Adds a user; the balance is 100 yuan unless it is given, in fen. */
  addUser(user: NewUser): Promise<SimulatedUser>
  /** Sets the 零钱 of a user, in fen. */
  setBalance(openid: string, balance: number): Promise<SimulatedUser>
  /** The coupons that users hold and have not used. */
  coupons(): SimulatedCoupon[]
  /** A user gets a coupon, which makes one payment cheaper: payer_total and cash_fee are then less than the total. */
  giveCoupon(coupon: NewCoupon): Promise<SimulatedCoupon>
  /** Makes a sign-in code, as the authorize address does. */
  createCode(request: CodeRequest): Promise<IssuedCode>
  /** The same as `payer.pay`. */
  pay(order: string, options?: PayOptions): Promise<PaidOrderNumbers>
  /** The person with the phone. */
  payer: Payer
  /** The simulated phone: what the JS-SDK answers, how sheets end, which addresses are on record. */
  phone: PhoneControls
  /** The openid of a user of ours under a sub-merchant's account. */
  subOpenid(openid: string, subAppId: string): string
  /** The sub-merchants for whom the merchant, as a service provider, takes orders. */
  subMerchants(): SubMerchant[]
  /** Replaces the sub-merchants. */
  setSubMerchants(subMerchants: readonly SubMerchant[]): void
  /**
   * A person refunds all that is left of a payment on the merchant platform, where `notifyUrl` is set: it is reported as XML
   * of API v2, whichever API the order was made with.
   */
  refundInConsole(request: ConsoleRefundRequest): Promise<ConsoleRefund>
  /** Ends a refund that is PROCESSING or ABNORMAL. */
  endRefund(outRefundNo: string, status: 'SUCCESS' | 'CLOSED' | 'ABNORMAL'): Promise<void>
  /** All orders, oldest first. */
  orders(): SimulatedOrder[]
  /** All refunds, oldest first. */
  refunds(): SimulatedRefund[]
  /** What WeChat tells the merchant's server. */
  notifications: Notifications
  /** Resolves with the next delivery that ends: call it before the payment. */
  nextNotification(): Promise<EndedDelivery>
  /** The payment sheet on the simulated phone. */
  sheets: {
    /**
     * Ends the sheet of this prepay_id, or each open sheet, or the next one as soon as it opens: `paid` elsewhere,
     * `cancel` by the user, `fail`, or `lost`: the page is never answered.
     */
    end(outcome: SheetOutcome, prepayId?: string): 'now' | 'next'
  }
  /** What happens to an account in production, on demand. */
  faults: Faults
  /** WeChat Pay's own keys. */
  platform: Platform
  /**
   * Moves the simulator's clock; resolves when all deliveries that became due were answered. Rejects a step backwards,
   * and one to more than ten years ahead of the wall clock.
   */
  advance(seconds: number): Promise<void>
  /** The last calls, oldest first, at most 1000. */
  log(): LogEntry[]
  /** Stops the server and releases the folder. */
  close(): Promise<void>
}
