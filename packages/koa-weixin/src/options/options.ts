import type { KeyObject } from 'node:crypto'
import type { Context } from 'koa'
import type { TradeType } from 'weixin-contract'
import type { Cache } from '../cache/cache.ts'
import type { Logger } from '../logger.ts'
import type { Orders } from '../orders.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import type { SignType } from '../protocol/v2/sign.ts'
import type { OtherNotification } from '../remote/gateway.ts'
import type { Http } from '../remote/http.ts'
import type { OnCall } from '../remote/observed-http.ts'
import type { Lang } from '../remote/account.ts'
import type { ServiceProvider } from '../service-provider.ts'
import type { Alert } from '../settle/alerts.ts'
import type { Inbox } from '../settle/inbox.ts'
import type { Session } from '../sign-in/session.ts'
import type { OnUser } from '../sign-in/sign-in.ts'

/** A PEM (its line feeds may be written `\\n`), bare base64, bytes, the path of a file, or a KeyObject. */
export type Key = string | Buffer | KeyObject

/** What the merchant platform (商户平台 → 账户中心 → API安全) gives. */
export interface MerchantOptions {
  /** @default 'v3' */
  api?: 'v3'
  mchId: string
  /** Serial of the merchant's API certificate, 40 hex digits; not needed beside `certificate`. */
  serialNo?: string
  /** The merchant's API certificate (apiclient_cert.pem): gives the serial, and proves the key. */
  certificate?: Key
  /** The merchant's private key (apiclient_key.pem). */
  privateKey: Key
  /** APIv3密钥: exactly 32 characters. */
  apiV3Key: string
  /** WeChat Pay's public keys (微信支付公钥) by their ids. Needed unless there are certificates. */
  publicKeys?: Record<string, Key>
  /**
   * For merchants that still have certificates of WeChat Pay's (平台证书): `download` fetches and
   * renews them by itself; or the certificates. In the week of changing over: both.
   * @default []
   */
  platformCertificates?: 'download' | readonly Key[]
  /** For a service provider (服务商): `mchId` and the keys are its own (sp_mchid). */
  serviceProvider?: ServiceProvider
  /** APIv2密钥: opens notifications of refunds made in the console, which come as v2 XML. */
  apiV2Key?: string
}

/** A merchant that still uses API v2 (XML, signed with the merchant's key). */
export interface MerchantV2Options {
  api: 'v2'
  mchId: string
  /** APIv2密钥 (商户key): exactly 32 characters. */
  apiV2Key: string
  /** What orders are signed with; responses and notifications must be signed with the same. @default 'MD5' */
  signType?: SignType
  /**
   * Needed to refund, and for fund-flow bills: apiclient_cert.pem and apiclient_key.pem, or
   * apiclient_cert.p12 (bytes, base64, or the path of the file), whose passphrase is the mchId unless
   * said otherwise.
   */
  clientCertificate?:
    | { certificate: Key; privateKey: Key }
    | { p12: string | Buffer; passphrase?: string }
  /** For a service provider (服务商): `mchId`, key and certificate are its own. */
  serviceProvider?: ServiceProvider
}

/**
 * WeChat's hosts: one for all, or each alone. A second `pay` is asked when the first gives no
 * answer. `secure` is the one that asks for the client certificate of API v2 (at WeChat the same as
 * `pay`), `ca` the PEM of its authority where that is none that Node knows, such as the simulator's.
 */
export type Endpoints =
  | string
  | {
      api: string
      open: string
      pay: string | readonly [main: string, backup: string]
      secure?: string
      ca?: string
    }

export interface SignInDefaults {
  /** @default 'snsapi_base' */
  scope?: Scope
  /** Of the texts in a profile. @default 'zh_CN' */
  lang?: Lang
  /**
   * Told of each sign-in before the session is made, so that the app can keep the user; when it
   * throws, no session is made. Don't keep a visitor of the snapshot page (`isSnapshot`).
   */
  onUser?: OnUser
}

/** The app's own place for sessions. Keep them where the page can't read them: they hold the openid. */
export interface SessionStore {
  read(ctx: Context): Session | null | undefined | Promise<Session | null | undefined>
  /** Null: the visitor signs out. */
  write(ctx: Context, session: Session | null): void | Promise<void>
}

export interface WeixinOptions {
  /** The Official Account (公众号). */
  appId: string
  appSecret: string
  /** Where visitors reach this server, such as https://tea.example.com. http for localhost only. */
  origin: string
  /** Further origins whose pages we sign. @default [] */
  allowedOrigins?: readonly string[]
  /** Where the router is mounted. @default '/weixin' */
  base?: string
  /** Seals cookies; at least 32 characters. A list rotates: the first seals, all of them open. */
  encryptionKeys: string | readonly string[]
  /** Needed to take money, together with `orders`. */
  merchant?: MerchantOptions | MerchantV2Options
  /** The app's orders. */
  orders?: Orders
  /**
   * The ways to pay that pages may ask for. `app` orders under `appId`, which then is a mobile app's: an instance of its
   * own. @default ['jsapi']
   */
  tradeTypes?: readonly TradeType[]
  /** Defaults of sign-in. @default { scope: 'snsapi_base' } */
  signIn?: SignInDefaults
  /**
   * Where a visitor's session is kept: sealed in our own cookie, in koa-session's `ctx.session`, or
   * by the app. @default 'cookie'
   */
  session?: 'cookie' | 'koa-session' | SessionStore
  /** Who pays: an openid of this appId, or null. @default our own session's */
  payer?: (ctx: Context) => string | null | undefined | Promise<string | null | undefined>
  /**
   * Shared by several processes, such as `redisCache(client)` of `koa-weixin/redis`, or a Keyv. When
   * it stops answering, this process goes on with its own memory. @default memoryCache()
   */
  cache?: Cache
  /** Whether what lies in `cache` is sealed with `secret`. @default true */
  encryptCache?: boolean
  /**
   * Which of WeChat's endpoints lends the access_token. `classic` retires the token of every other
   * server with each call: only for systems that use it already. @default 'stable'
   */
  tokenEndpoint?: 'stable' | 'classic'
  /** @default WeChat's own */
  endpoints?: Endpoints
  /** Keeps the numbers of environments that share a merchant apart. @default from appId, mchId, origin, base */
  environment?: string
  /** @default console */
  logger?: Logger
  /** The clock, in milliseconds. @default Date.now */
  now?: () => number
  /** 32 random letters and digits. @default secure */
  nonce?: () => string
  /** A number from 0 up to 1: spreads the retries of many servers. @default Math.random */
  random?: () => number
  /** How WeChat is called. @default axiosHttp() */
  http?: Http
  /**
   * Called after each call to WeChat, for logs and metrics. It receives no secret, token, key or openid. What it throws
   * is ignored. @default none
   */
  onCall?: OnCall
  /** Told what a person should look at. @default the logger */
  onAlert?: (alert: Alert) => void
  /** Takes verified notifications of products that this package does not know. */
  onNotification?: (notification: OtherNotification) => Promise<void>
  /**
   * Answers WeChat as soon as a notification is on disk here, and settles it afterwards. At start, hand
   * what is left there to `weixin.settleInbox`. @default none: success only after `orders.paid`
   */
  inbox?: Inbox
  /**
   * Takes what may still run after a response, where a process is frozen then (serverless), such as
   * `waitUntil`. The promise never rejects. @default the process goes on
   */
  defer?: (work: Promise<void>) => void
}
