import type { TradeType } from 'weixin-contract'
import type { Cache } from '../cache/cache.ts'
import { invalid } from '../errors/option-invalid.ts'
import type { Logger } from '../logger.ts'
import { randomNonce } from '../nonce.ts'
import type { Scope } from '../protocol/authorize-address.ts'
import type { Lang } from '../remote/account.ts'
import { axiosHttp, type Http } from '../remote/http.ts'
import type { Hosts, Merchant } from '../remote/merchant.ts'
import type { CheckedOrders } from '../orders.ts'
import type { Inbox } from '../settle/inbox.ts'
import type { OnUser } from '../sign-in/sign-in.ts'
import { endpoints, WEIXIN_HOSTS } from './endpoints.ts'
import {
  absent,
  aFunction,
  asObject,
  flag,
  objectOf,
  oneOf,
  optional,
  readFields,
  required,
  text,
  withMethods,
  type Field,
} from './field.ts'
import { readMerchant } from './merchant.ts'
import type {
  SignInDefaults,
  MerchantOptions,
  MerchantV2Options,
  SessionStore,
  WeixinOptions,
} from './options.ts'
import { tradeTypes as rows } from '../trade-types.ts'
import { readOrders } from './orders.ts'
import { origin, originList, readOrigins } from './origins.ts'
import { payer, type ReadPayer } from './payer.ts'

type Given<Name extends keyof WeixinOptions> = NonNullable<WeixinOptions[Name]>

const signInFields = {
  scope: optional(oneOf('snsapi_base', 'snsapi_userinfo'), (): Scope => 'snsapi_base'),
  lang: optional(oneOf('zh_CN', 'zh_TW', 'en'), (): Lang => 'zh_CN'),
  onUser: absent(aFunction<OnUser>()),
  errorPage: absent(aFunction<NonNullable<SignInDefaults['errorPage']>>()),
}

/** Every option: how it is checked, and what it is when it is left out. */
const fields = {
  appId: required(text),
  appSecret: required(text),
  origin: required(origin),
  allowedOrigins: optional(originList, () => []),
  allowHttpOrigin: optional(flag, () => false),
  base: optional(base, () => '/weixin'),
  encryptionKeys: required(encryptionKeys),
  merchant: absent<MerchantOptions | MerchantV2Options>((_, value) => value as MerchantOptions),
  orders: absent(readOrders),
  tradeTypes: optional(tradeTypes, () => new Set<TradeType>(['jsapi'])),
  signIn: optional(objectOf(signInFields), () => readFields(signInFields, {}, '')),
  session: optional(session, (): Given<'session'> => 'cookie'),
  payer: absent(payer),
  cache: absent(withMethods<Cache>('get', 'set', 'delete')),
  encryptCache: optional(flag, () => true),
  tokenEndpoint: optional(oneOf('stable', 'classic'), (): Given<'tokenEndpoint'> => 'stable'),
  endpoints: optional(endpoints, () => WEIXIN_HOSTS),
  environment: absent(text),
  logger: optional(withMethods<Logger>('info', 'warn', 'error'), () => console),
  now: optional(aFunction<() => number>(), () => Date.now),
  random: optional(aFunction<() => number>(), () => Math.random),
  nonce: optional(aFunction<() => string>(), () => randomNonce),
  http: optional(aFunction<Http>(), () => axiosHttp()),
  onCall: absent(aFunction<Given<'onCall'>>()),
  onAlert: absent(aFunction<Given<'onAlert'>>()),
  onNotification: absent(aFunction<Given<'onNotification'>>()),
  inbox: absent(withMethods<Inbox>('put', 'remove')),
  defer: absent(aFunction<Given<'defer'>>()),
  doctor: absent(objectOf({ token: required(doctorToken) })),
} satisfies Record<keyof WeixinOptions, Field<unknown>>

/** The options that are used as they are given, or as their default says. */
type AsGiven = Required<
  Pick<
    WeixinOptions,
    | 'appId'
    | 'appSecret'
    | 'origin'
    | 'base'
    | 'session'
    | 'encryptCache'
    | 'tokenEndpoint'
    | 'environment'
    | 'logger'
    | 'now'
    | 'random'
    | 'nonce'
    | 'http'
  >
>

/** The options without a default of their own. */
type Absent = {
  [Name in 'cache' | 'onCall' | 'onAlert' | 'onNotification' | 'inbox' | 'defer' | 'doctor']:
    | WeixinOptions[Name]
    | undefined
}

/** What an instance works with: every option checked, every default filled in, keys parsed. */
export interface Settings extends AsGiven, Absent {
  /** All origins that are signed, `origin` included. */
  allowedOrigins: ReadonlySet<string>
  /** The first encrypts, all of them decrypt. */
  encryptionKeys: readonly string[]
  /** Undefined where the app takes no money. */
  merchant: Merchant | undefined
  /** Undefined where the app takes no money. Every order that it finds is checked. */
  orders: CheckedOrders | undefined
  /** Undefined where our own session says who pays. */
  payer: ReadPayer | undefined
  /** At least one. */
  tradeTypes: ReadonlySet<TradeType>
  /** How users sign in, unless a route says otherwise. */
  signIn: {
    scope: Scope
    lang: Lang
    onUser: OnUser | undefined
    errorPage: SignInDefaults['errorPage']
  }
  /** WeChat's hosts, each alone. */
  endpoints: Hosts
  /** Where WeChat sends notifications: `origin`, `base` and `/notify`. */
  notifyUrl: string
  /** Where WeChat sends users back to: `origin`, `base` and `/oauth`. */
  redirectUri: string
}

/**
 * Checks every option, fills in every default, parses keys once. Throws `option-invalid`, naming the option
 * and never quoting a secret.
 */
export function readOptions(options: WeixinOptions): Settings {
  const read = readFields(fields, asObject('options', options), '')
  const { appId, base: path, endpoints: hosts } = read
  const merchant = read.merchant === undefined ? undefined : readMerchant(read.merchant, hosts)
  refuseSharedSecret(options)
  if (merchant?.serviceProvider)
    for (const tradeType of read.tradeTypes)
      if (!rows[tradeType].forServiceProvider)
        throw invalid(
          `tradeTypes: ${tradeType} is not offered together with merchant.serviceProvider`,
        )
  const { allowHttpOrigin: _, ...rest } = read
  return {
    ...rest,
    ...readOrigins(read),
    merchant,
    environment: read.environment ?? environmentOf(appId, merchant),
    notifyUrl: `${read.origin}${path}/notify`,
    redirectUri: `${read.origin}${path}/oauth`,
  }
}

/** Never from origin or base: a shop that moves keeps the payments that are under way. */
function environmentOf(appId: string, merchant: Merchant | undefined): string {
  const subMchId = merchant?.serviceProvider?.subMchId
  return JSON.stringify([appId, merchant?.mchId, subMchId].filter((id) => id !== undefined))
}

/** A secret that others know as well, or that stands in an address, protects nothing of ours. */
function refuseSharedSecret({
  encryptionKeys: keys,
  appSecret,
  merchant,
  doctor,
}: WeixinOptions): void {
  const theirs: Record<string, string | undefined> = {
    appSecret,
    'doctor.token': doctor?.token,
    'merchant.apiV2Key': merchant?.apiV2Key,
    'merchant.apiV3Key': merchant?.api === 'v2' ? undefined : merchant?.apiV3Key,
  }
  for (const [name, secret] of Object.entries(theirs))
    if (secret !== undefined && [keys].flat().includes(secret))
      throw invalid(`encryptionKeys: a random text of its own is required, not ${name}`)
}

function encryptionKeys(name: string, value: unknown): readonly string[] {
  const keys: readonly unknown[] = Array.isArray(value) ? value : [value]
  if (keys.length === 0) throw invalid(`${name}: at least one`)
  return keys.map((key) => {
    if (typeof key !== 'string' || key.length < 32)
      throw invalid(
        `${name}: texts of at least 32 characters, such as \`openssl rand -hex 32\` prints`,
      )
    return key
  })
}

function doctorToken(name: string, value: unknown): string {
  const token = text(name, value)
  if (token.length < 16)
    throw invalid(
      `${name}: a random text of at least 16 characters, such as \`openssl rand -hex 16\` prints`,
    )
  return token
}

function base(name: string, value: unknown): string {
  const path = text(name, value)
  if (!/^(\/[0-9A-Za-z_-][0-9A-Za-z_.-]*)+$/.test(path))
    throw invalid(`${name}: a path such as /weixin, without a slash at its end`)
  return path
}

const TRADE_TYPES = Object.keys(rows) as TradeType[]

function tradeTypes(name: string, value: unknown): ReadonlySet<TradeType> {
  if (!Array.isArray(value) || value.length === 0)
    throw invalid(`${name}: a list of at least one of ${TRADE_TYPES.join(', ')}`)
  return new Set(value.map((one) => oneOf(...TRADE_TYPES)(name, one)))
}

function session(name: string, value: unknown): 'cookie' | 'koa-session' | SessionStore {
  if (value === 'cookie' || value === 'koa-session') return value
  if (typeof value === 'string')
    throw invalid(`${name}: cookie, koa-session, or an object with read and write`)
  return withMethods<SessionStore>('read', 'write')(name, value)
}
