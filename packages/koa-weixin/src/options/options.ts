import type { KeyObject } from 'node:crypto'
import type { Context } from 'koa'
import type { TradeType } from 'weixin-contract'
import type { Cache } from '../cache/cache.ts'
import type { Logger } from '../logger.ts'
import type { MaybePromise, Orders } from '../orders.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import type { SignType } from '../protocol/v2/sign.ts'
import type { Lang } from '../remote/account.ts'
import type { OtherNotification } from '../remote/gateway.ts'
import type { Http } from '../remote/http.ts'
import type { OnCall } from '../remote/observed-http.ts'
import type { ServiceProvider } from '../service-provider.ts'
import type { Alert } from '../settle/alerts.ts'
import type { Inbox } from '../settle/inbox.ts'
import type { SignInErrorPage } from '../sign-in/error-page.ts'
import type { Session } from '../sign-in/session.ts'
import type { OnUser } from '../sign-in/sign-in.ts'

/** A key: a PEM (its line feeds may be written `\\n`), bare base64, bytes, the path of a file, or a KeyObject. */
export type Key = string | Buffer | KeyObject

/** A merchant of API v3, as 商户平台 → 账户中心 → API安全 shows it. */
export interface MerchantOptions {
  /** @default 'v3' */
  api?: 'v3'
  /** The merchant account (商户号), its digits as a text. */
  mchId: string
  /**
   * Serial of the merchant's API certificate, hex digits; colons and lower case are accepted. It is not
   * needed beside `certificate`.
   */
  serialNo?: string
  /** The merchant's API certificate (apiclient_cert.pem): it gives the serial and proves the private key. */
  certificate?: Key
  /** The merchant's private key (apiclient_key.pem). */
  privateKey: Key
  /** APIv3密钥: exactly 32 bytes. */
  apiV3Key: string
  /** WeChat Pay's public keys (微信支付公钥) by their ids, `PUB_KEY_ID_…`. Needed unless there are certificates. */
  publicKeys?: Readonly<Record<string, Key>>
  /**
   * For merchants that still have certificates of WeChat Pay's (平台证书): `download` fetches and renews them;
   * or the certificates themselves. While a merchant changes over to public keys: both. @default []
   */
  platformCertificates?: 'download' | readonly Key[]
  /** For a service provider (服务商): then `mchId` and the keys are its own (sp_mchid). */
  serviceProvider?: ServiceProvider
  /** APIv2密钥: opens notifications of refunds made in the console, which come as v2 XML. */
  apiV2Key?: string
}

/** A merchant that still uses API v2 (XML, signed with the merchant's key). */
export interface MerchantV2Options {
  /** Says that it is API v2. */
  api: 'v2'
  /** The merchant account (商户号), its digits as a text. */
  mchId: string
  /** APIv2密钥 (商户key): exactly 32 characters. */
  apiV2Key: string
  /** What orders are signed with; responses and notifications must be signed with the same. @default 'MD5' */
  signType?: SignType
  /**
   * Needed to refund and for fund-flow bills: the client certificate of the merchant, as two PEM or as one p12.
   */
  clientCertificate?:
    | {
        /** apiclient_cert.pem. */
        certificate: Key
        /** apiclient_key.pem. */
        privateKey: Key
      }
    | {
        /** apiclient_cert.p12: bytes, base64, or the path of the file. */
        p12: string | Buffer
        /** The password of the file. @default the mchId, which is WeChat's own default */
        passphrase?: string
      }
  /** For a service provider (服务商): then `mchId`, key and certificate are its own. */
  serviceProvider?: ServiceProvider
}

/** WeChat's hosts: one for all, or each alone. */
export type Endpoints =
  | string
  | {
      /** Calls of the account. @default 'https://api.weixin.qq.com' */
      api: string
      /** The page where a user consents. @default 'https://open.weixin.qq.com' */
      open: string
      /** WeChat Pay. The second is called when the first does not answer. @default ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'] */
      pay: string | readonly [main: string, backup: string]
      /** The host that requires the client certificate of API v2. @default `pay` */
      secure?: string
      /** PEM of the authority of `secure`, where Node does not know it, such as the simulator's. */
      ca?: string
    }

/** How users sign in, unless a route says otherwise. */
export interface SignInDefaults {
  /** `snsapi_base` is silent, `snsapi_userinfo` asks for nickname and avatar. @default 'snsapi_base' */
  scope?: Scope
  /** The language of the texts in a profile. @default 'zh_CN' */
  lang?: Lang
  /**
   * Called for each sign-in before the session is made, so that the app can store the user; when it throws,
   * no session is made. Do not store a user of the snapshot page (`isSnapshot`).
   */
  onUser?: OnUser
  /**
   * Answers a page load whose sign-in failed, in place of our own small page: set `ctx.body`, or redirect. The status
   * is set already. When it throws, our own page is shown. @default a page in the user's language that leads on
   */
  errorPage?: ((ctx: Context, page: SignInErrorPage) => MaybePromise<void>) | undefined
}

/** The app's own place for sessions. Keep them where the page cannot read them: they hold the openid. */
export interface SessionStore {
  /** The session of this request, or null. */
  read(ctx: Context): MaybePromise<Session | null | undefined>
  /** Stores the session; null means that the user signs out. */
  write(ctx: Context, session: Session | null): MaybePromise<void>
}

/** Who may open the page `GET doctor`. */
export interface DoctorPage {
  /** Opens the page as `doctor?token=…`: a random text of at least 16 characters, which no console knows. */
  token: string
}

/** What `createWeixin` takes. Names that are not here are refused when the server starts. */
export interface WeixinOptions {
  /** The Official Account (公众号): AppID. */
  appId: string
  /** Its AppSecret. */
  appSecret: string
  /** The origin of this server as users see it, such as https://tea.example.com; http on localhost only. */
  origin: string
  /** Further origins whose pages are signed. @default [] */
  allowedOrigins?: readonly string[]
  /**
   * Accepts http as well on an address of a private network (such as http://192.168.1.10:3000), for a test
   * account and a phone in the same network. @default false
   */
  allowHttpOrigin?: boolean
  /** The path under which users and WeChat reach the router. @default '/weixin' */
  base?: string
  /**
   * Encrypt and sign cookies, cache and inbox; each has at least 32 characters and is none of WeChat's own
   * secrets. A list rotates: the first encrypts, all of them decrypt.
   */
  encryptionKeys: string | readonly string[]
  /** Needed to take money, together with `orders`. */
  merchant?: MerchantOptions | MerchantV2Options
  /** The app's orders. */
  orders?: Orders
  /**
   * The trade types that pages may ask for. `app` orders under `appId`, which then is a mobile app's, so it
   * needs an instance of its own. @default ['jsapi']
   */
  tradeTypes?: readonly TradeType[]
  /** How users sign in. @default { scope: 'snsapi_base', lang: 'zh_CN' } */
  signIn?: SignInDefaults
  /**
   * Where the session of a user is stored: encrypted in our own cookie, in koa-session's `ctx.session`, or by
   * the app. @default 'cookie'
   */
  session?: 'cookie' | 'koa-session' | SessionStore
  /** Who pays: an openid of this appId, or null. @default the openid of our own session */
  payer?: (ctx: Context) => MaybePromise<string | null | undefined>
  /**
   * Shared by several processes, such as `redisCache(client)` of `koa-weixin/redis`, or a Keyv. While it does
   * not answer, each process goes on with its own memory. @default memoryCache()
   */
  cache?: Cache
  /** Whether values in `cache` are encrypted with `encryptionKeys`. @default true */
  encryptCache?: boolean
  /**
   * Which of WeChat's calls returns the access_token. `classic` invalidates the token of every other server
   * with each call: only for systems that use it already. @default 'stable'
   */
  tokenEndpoint?: 'stable' | 'classic'
  /** WeChat's hosts, or a simulator's. @default WeChat's own */
  endpoints?: Endpoints
  /**
   * Keeps the `out_trade_no`s of environments that share a merchant apart. It must stay the same while payments are
   * under way. @default from appId and the merchant's ids
   */
  environment?: string
  /** Where warnings and errors are logged. @default console */
  logger?: Logger
  /** The clock, in milliseconds since 1970. @default Date.now */
  now?: () => number
  /** A number from 0 up to 1, which spreads the retries of many processes. @default Math.random */
  random?: () => number
  /** 32 secure random letters and digits. @default from node:crypto */
  nonce?: () => string
  /** How WeChat is called. @default axiosHttp() */
  http?: Http
  /**
   * Called after each call to WeChat, for logs and metrics. It receives no secret, token, key or openid. What it throws
   * is ignored. @default none
   */
  onCall?: OnCall
  /** Called for events that need human attention; they are logged as errors too. @default none */
  onAlert?: (alert: Alert) => MaybePromise<void>
  /**
   * Handles verified notifications of products that this package does not know. Without it they are refused,
   * and WeChat notifies again.
   */
  onNotification?: (notification: OtherNotification) => MaybePromise<void>
  /**
   * Acknowledges a notification as soon as it is on the app's disk, and settles it afterwards. At start, hand
   * what is left there to `weixin.settleInbox`. @default none: acknowledged only after `orders.onPaid`
   */
  inbox?: Inbox
  /**
   * Receives work that outlives the response, where a process is frozen then: pass `waitUntil` on serverless
   * platforms. The promise never rejects. @default the process goes on
   */
  defer?: (work: Promise<void>) => MaybePromise<void>
  /**
   * Switches on the page `GET doctor`, which is opened in WeChat on a phone and looks at the browser half: client, bridge,
   * cookies, clock, address, signature. It exists for who knows the token only. @default none: there is no such page
   */
  doctor?: DoctorPage
}
