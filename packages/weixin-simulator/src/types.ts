/** The calls that WeChat counts. */
export type CountedCall = 'token' | 'stable_token' | 'getticket'

/** How many calls WeChat answers; a number alone is a day's. What is left out has no limit. */
export type Quota =
  | number
  | {
      /** Calls between two midnights in China; absent: no limit. */
      day?: number
      /** Calls in a minute of the clock; absent: no limit. */
      minute?: number
    }

/** The quota of each call; a call without one has no limit. */
export type Quotas = Partial<Record<CountedCall, Quota>>

/** The secrets and public ids that WeChat's consoles give to an account and its merchant. Keys are PEM. */
export interface Credentials {
  /** The Official Account's appid. */
  appId: string
  /** The Official Account's AppSecret. */
  appSecret: string
  /** The merchant's mchid. */
  mchId: string
  /** Serial of the merchant's certificate: 40 hex characters, upper case. */
  serialNo: string
  /** The merchant's private key, PKCS#8. */
  privateKey: string
  /** The merchant's certificate, X.509. */
  certificate: string
  /** APIv3密钥, 32 characters. */
  apiV3Key: string
  /** Id of WeChat Pay's public key, PUB_KEY_ID_…. */
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

/** WeChat Pay's own RSA key pair. */
export interface WeixinKeys {
  /** PKCS#8, PEM. */
  privateKey: string
  /** SPKI, PEM. */
  publicKey: string
  /** Its id, PUB_KEY_ID_…. */
  publicKeyId: string
}

/** The merchant's own RSA key, so that no pair has to be made. */
export interface MerchantKeys {
  /** PKCS#8, PEM, 2048 bits. */
  privateKey: string
  /** Serial of its certificate: 40 hex characters, upper case, the first below 8. Default: a random one. */
  serialNo?: string
}

/** A user of the Official Account. */
export interface SimulatedUser {
  /** The openid under the account. */
  openid: string
  /** The name that sign-in with snsapi_userinfo gives. */
  nickname: string
  /** Address of a picture that the simulator serves. */
  avatar: string
  /** 零钱, in fen. */
  balance: number
  /** A virtual user of the snapshot page (快照页). */
  isSnapshot: boolean
}

/** A coupon (代金券) that a user holds and has not used. */
export interface SimulatedCoupon {
  /** coupon_id. */
  couponId: string
  /** stock_id, the batch (批次) that it belongs to. */
  stockId: string
  /** Whose it is. */
  openid: string
  /** What the payer reads. */
  name: string
  /**
   * CASH (充值型): the merchant still gets the order's whole amount. NOCASH (免充值型): the merchant gets less by the
   * coupon's amount (settlement_total_fee).
   */
  type: 'CASH' | 'NOCASH'
  /** By how much the payer pays less, in fen. */
  amount: number
  /** The smallest order that it can be used for, in fen; larger than `amount`. */
  minimum: number
}

/** A merchant for whom `mchId`, as a service provider (服务商), takes orders. */
export interface SubMerchant {
  /** Its sub_mchid. */
  mchId: string
  /** Its own Official Account; its users' openids are those of `subOpenid`. */
  appId?: string
}

/** WeChat's trade_state, as far as the simulator knows it. */
export type TradeState = 'NOTPAY' | 'SUCCESS' | 'REFUND' | 'CLOSED'

/** An order as the simulated WeChat holds it. */
export interface SimulatedOrder {
  /** The merchant's own number, out_trade_no. */
  outTradeNo: string
  /** The one handed out last. */
  prepayId: string
  /** Its state by the simulator's movable clock. */
  tradeState: TradeState
  /** In fen. */
  total: number
  /** What the payer paid, in fen: less than `total` where a coupon was used; null until somebody pays. */
  payerTotal: number | null
  /** What the payer reads. */
  description: string
  /** The merchant's own data; null: none. */
  attach: string | null
  /** Null until somebody pays, unless the order names its payer (JSAPI). */
  openid: string | null
  /** WeChat's name of the trade type; H5 is MWEB. */
  tradeType: 'JSAPI' | 'MWEB' | 'NATIVE' | 'APP'
  /** Of a service provider's order. */
  subMchId: string | null
  /** WeChat's number of the payment; null until somebody pays. */
  transactionId: string | null
  /** Where the payment notification goes. */
  notifyUrl: string
}

/** A refund as the simulated WeChat holds it. */
export interface SimulatedRefund {
  /** The merchant's own number, out_refund_no. */
  outRefundNo: string
  /** WeChat's number, refund_id. */
  refundId: string
  /** The order's out_trade_no. */
  outTradeNo: string
  /** The payment's transaction_id. */
  transactionId: string
  /** Whether the money is back. */
  status: 'PROCESSING' | 'SUCCESS' | 'CLOSED' | 'ABNORMAL'
  /** What goes back, in fen. */
  refund: number
  /** What of it goes back to the payer, in fen; the rest goes back to the coupons of the order. */
  payerRefund: number
  /** The order's amount, in fen. */
  total: number
  /** What the payer reads; null: nothing. */
  reason: string | null
  /** Where the refund notification goes; null: none is sent. */
  notifyUrl: string | null
}

/** A notification: its body stays the same in each delivery, its signature and time are new. */
export interface SimulatedNotification {
  /** Unique for each event, the same in redeliveries. */
  id: string
  /** The transaction_id or refund_id that it is about. */
  about: string
  /** The order's out_trade_no; null where there is none. */
  outTradeNo: string | null
  /** Where it is delivered. */
  url: string
  /** JSON of API v3 or XML of API v2. */
  form: 'json' | 'xml'
  /** The bytes that are posted, as text. */
  body: string
  /** Deliveries that the schedule has started. */
  tried: number
  /** RFC 3339: when the schedule delivers next; null when it was accepted, or given up. */
  nextAt: string | null
}

/** One thing that WeChat looked at while it answered a call. */
export interface Check {
  /** What was looked at, for example `signature`. */
  check: string
  /** Whether it held. */
  ok: boolean
  /** What was wrong, or what was seen. */
  detail?: string
}

/** A known mistake that reproduces the refused signature. */
export interface KnownMistake {
  /** What was done wrong, for example `the query was left out`. */
  name: string
  /** What was signed instead, secrets masked. */
  text: string
  /** Index of the first character in which `text` differs from `signedOver`. */
  differsAt: number
}

/** Where WeChat's own documents state a rule. */
export interface Reference {
  /** The document's title, as WeChat gives it: in Chinese. */
  title: string
  /** The document's address. */
  url: string
  /** The line there: the name of the field, or WeChat's error code in its table; null: the document as a whole. */
  line: string | null
}

/** Why WeChat refused, in words that WeChat itself does not give. */
export interface Reason {
  /** A literal of the simulator's, or WeChat's own code. */
  code: string
  /** The rule that was broken and what to do, in English. */
  en: string
  /** The same in Chinese. */
  zh: string
  /** The field, parameter or header that broke the rule, in the request's spelling (`amount.total`); null: none alone. */
  field: string | null
  /** Where WeChat's documents state the rule; null: they do not, as for a fault that was set. */
  reference: Reference | null
  /** The text that WeChat signs over, secrets masked. */
  signedOver?: string
  /** The known mistake that reproduces the signature; null: none does. */
  mistake?: KnownMistake | null
}

/** One line of the log: a call of the app or of a page, a delivery of a notification, or a control. */
export interface LogEntry {
  /** Counts from 1 in each process. */
  id: number
  /** RFC 3339, by the simulator's movable clock. */
  at: string
  /**
   * `app`: the server under test called WeChat. `page`: a page in the simulated WeChat did. `notification`: WeChat called
   * the server. `control`: a test, a person or the command line moved something.
   */
  kind: 'app' | 'page' | 'notification' | 'control'
  /** Method and path, or what the control did. */
  call: string
  /** The out_trade_no that it is about; null where there is none. */
  outTradeNo: string | null
  /** How long the answer took, by the wall clock. */
  milliseconds: number
  /** Query and body of the request, secrets masked, cut when very long. */
  request: Record<string, unknown>
  /** What was looked at, in WeChat's order. */
  checks: Check[]
  /** The answer: HTTP status (0: none came), WeChat's error code, the fields of the body, secrets masked. */
  response: {
    /** HTTP status; 0: no answer came. */
    status: number
    /** WeChat's error code. */
    code?: string
    /** The fields of the body, secrets masked; absent where it is no JSON or XML. */
    body?: unknown
  }
  /** Why the call was refused; null after success. */
  reason: Reason | null
}

/**
 * The addresses that the two consoles have on record. `null` stands for every address of this machine, with any port;
 * a real account has to list them.
 */
export interface RegisteredAddresses {
  /** JS接口安全域名: hosts of pages that call wx.config, at most 5. */
  jsDomains: readonly string[] | null
  /** 网页授权域名: hosts of redirect_uri, at most 2. */
  signInDomains: readonly string[] | null
  /** JSAPI支付授权目录: addresses under which a page may pay, at most 5. */
  payDirectories: readonly string[] | null
  /** H5支付域名: hosts of the pages that go to h5_url, and of redirect_url. */
  h5Domains: readonly string[] | null
}

/** What the phone does when a page calls a function of the JS-SDK. */
export type SdkOutcome =
  /** The user goes through with it. `fields` replace those of the usual answer. */
  | {
      kind: 'answer'
      /** They replace those of the usual answer. */
      fields?: Record<string, unknown>
    }
  /** The user closes the screen. */
  | { kind: 'cancel' }
  /** The user refuses the permission. */
  | { kind: 'deny' }
  /** The client never answers. */
  | { kind: 'silent' }

/** A function of the JS-SDK, and what it answers. */
export interface SdkCommand {
  /** Name on the bridge. */
  native: string
  /** Name in the JS-SDK. */
  wx: string
  /** What it does, in English. */
  en: string
  /** The same in Chinese. */
  zh: string
  /** False for the few that any page may call without wx.config. */
  needsConfig: boolean
  /** Whether the user decides: only such a command can be cancelled and denied. */
  asksUser: boolean
  /** What it answers. */
  outcome: SdkOutcome
}

/** How a payment sheet ends without the user's touch. */
export type SheetOutcome =
  /** The payer paid elsewhere: the page is answered `ok`. */
  | 'paid'
  /** The user gives up: the page is answered `cancel`. */
  | 'cancel'
  /** The payment fails: the page is answered `fail`. */
  | 'fail'
  /** The sheet goes away and the page is never answered, as when the answer gets lost. */
  | 'lost'

/** What a test or a person may do to the simulated phone. */
export interface PhoneControls {
  /** The functions of the JS-SDK, and what each answers. */
  commands(): SdkCommand[]
  /** From now on this function, by its name in `wx` or on the bridge, answers so. */
  setAnswer(name: string, outcome: SdkOutcome): void
  /** The addresses that the consoles have on record. */
  registered(): RegisteredAddresses
  /** Replaces the lists that are given. Throws for a list that the console would not take. */
  register(changes: Partial<RegisteredAddresses>): RegisteredAddresses
}

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
  /** Called with each log entry, once the call is answered. */
  onCall?: (entry: LogEntry) => void
}

/** Error pages of the authorize address that come from the state of the account, not from the link. */
export type AccountPage = 10004 | 10005 | 10006 | 10009

/**
 * `cut`: the connection breaks in the middle of the file. `short`: the file ends in the middle, and its length says so.
 * `changed`: a row is missing, and the file reads well.
 */
export type SpoiledDownload = 'cut' | 'short' | 'changed'

/**
 * How a notification is forged. `other-key`: signed with another key. `no-signature`: without its signature.
 * `changed-body`: the body was changed after it was signed. `other-serial`: another Wechatpay-Serial. `old`: signed well,
 * ten minutes ago. `missing-timestamp`: without Wechatpay-Timestamp.
 */
export type Forgery =
  | 'other-key'
  | 'no-signature'
  | 'changed-body'
  | 'other-serial'
  | 'old'
  | 'missing-timestamp'

/** A notification of another product, for `onNotification` of the server under test. */
export interface ForeignNotification {
  /** The address of the server. */
  url: string
  /** event_type, for example MCHTRANSFER.BILL.FINISHED. */
  type: string
  /** summary; default the event type. */
  summary?: string
  /** original_type, to which the sealed part is bound. */
  kind: string
  /** What is sealed with the APIv3 key. */
  resource: Record<string, unknown>
}

/** A call of WeChat Pay that goes wrong. */
export interface PayFault {
  /** Calls whose path contains this. */
  path: string
  /** How many calls; default 1. */
  times?: number
  /** Whether WeChat Pay acts, and then goes wrong; default 'before'. */
  when?: 'before' | 'after'
  /**
   * 500 SYSTEM_ERROR, 429 FREQUENCY_LIMITED, an nginx's 502 in HTML, no answer at all, a connection that is reset, a wrong signature, a signed
   * 202 (not finished), or the right answer once `until` resolves or `milliseconds` of the wall clock have passed.
   */
  response:
    | 'system-error'
    | 'too-many-requests'
    | 'bad-gateway'
    | 'hang'
    | 'reset'
    | 'wrong-signature'
    | 'accepted'
    | {
        /** The right answer is given once it resolves. */
        until: Promise<unknown>
      }
    | {
        /** The right answer is given after this time of the wall clock. */
        milliseconds: number
      }
}
