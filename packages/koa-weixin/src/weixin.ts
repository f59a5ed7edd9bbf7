import type {
  ConfigDiagnosis,
  ConfigReport,
  OrderState,
  OrderStatus,
  PageConfig,
  Prepared,
  Way,
} from 'weixin-contract'
import type { Bills } from './bills/bills.ts'
import type { Cache } from './cache/cache.ts'
import { memoryCache } from './cache/memory-cache.ts'
import { sealedCache } from './cache/sealed-cache.ts'
import { steadyCache } from './cache/steady-cache.ts'
import { WeixinError } from './errors/weixin-error.ts'
import type { Logger } from './logger.ts'
import { randomNonce } from './nonce.ts'
import type { WeixinOptions } from './options.ts'
import type { Asker, Refund } from './orders.ts'
import { createPages } from './pages/pages.ts'
import type { Scope } from './protocol/authorize-address.ts'
import type { CloseOptions } from './pay/close.ts'
import type { RawNotice, RefundRequest } from './remote/gateway.ts'
import { axiosHttp } from './remote/http.ts'
import { officialAccount } from './remote/official-account.ts'
import { readBase, readEndpoints, readOrigin, readSecrets, requireText } from './read-options.ts'
import { createSeal } from './seal.ts'
import type { InboxItem } from './settle/inbox.ts'
import { createSignIn, type SignIn } from './sign-in/sign-in.ts'
import { createPayments } from './payments.ts'
import { createTokens } from './tokens/tokens.ts'

/** One Official Account with at most one merchant. Made once, shared by all middleware. */
export interface Weixin {
  readonly appId: string
  readonly origin: string
  readonly base: string
  /** The scope that sign-in asks for when nobody says otherwise. */
  readonly scope: Scope
  /** Signs a page of our own for `wx.config`. Throws `url-not-ours`. */
  signPage(url: string): Promise<PageConfig>
  /** Finds out why WeChat refused what we signed. Throws `url-not-ours`. */
  diagnosePage(report: ConfigReport): Promise<ConfigDiagnosis>
  /** Whether a page of this origin may call with the visitor's cookies. */
  isOurOrigin(origin: string): boolean
  readonly signIn: SignIn
  /** Where sessions are kept. */
  readonly sessionStore: NonNullable<WeixinOptions['session']>
  /** The app's own answer to "who pays", where it gave one. */
  readonly payer: WeixinOptions['payer']
  /** Opens, or finds again, the one attempt by which this asker can pay the order. */
  prepare(
    orderId: string,
    asker: Asker & { by: 'page' },
    way: Way,
    /** The visitor's own address, for h5. */
    ip: string,
  ): Promise<Prepared>
  /** How an order stands, after asking WeChat where the app does not know it as paid. */
  confirm(orderId: string, asker: Asker): Promise<OrderStatus>
  /**
   * Closes at WeChat what is open of an order that is given up. WeChat is asked first: a payment
   * found there is settled. Mark the order `closed` before, so that no page opens another attempt.
   * `closed`: nothing can be paid any more. `unpaid`: WeChat did not close it. Throws `order-not-found`.
   */
  close(orderId: string, options?: CloseOptions): Promise<OrderState>
  /** Verifies a notice, opens it, and settles what it says. Throws the first check that failed. */
  receive(notice: RawNotice): Promise<void>
  /**
   * Settles what the option `inbox` was given, and removes it there. Safe to repeat. Throws what
   * refused it, and `inbox-unreadable`: then the item stays.
   */
  settleInbox(item: InboxItem): Promise<void>
  /**
   * Refunds; the same `outRefundNo` again is the same refund. Amounts in fen. Throws `refund-refused`
   * when WeChat will not, for instance because it is more than was paid.
   */
  refund(
    transaction: Pick<RefundRequest, 'transactionId' | 'total'>,
    wish: Pick<RefundRequest, 'outRefundNo' | 'amount' | 'reason'>,
  ): Promise<Refund>
  /** How a refund stands, by a verified reply. Throws `refund-unknown`. */
  queryRefund(outRefundNo: string): Promise<Refund>
  /** What WeChat says was paid and refunded on a day, to compare with the app's own books. */
  readonly bills: Bills
  /** Resolves when nothing runs in the background any more: for a server that shuts down. */
  drain(): Promise<void>
}

/** Checks the options once, parses keys once. Throws `option-invalid`, naming the option. */
export function createWeixin(options: WeixinOptions): Weixin {
  const {
    payer,
    signIn: { scope = 'snsapi_base', lang, onUser } = {},
    session: sessionStore = 'cookie',
    now = Date.now,
    nonce = randomNonce,
    http = axiosHttp(),
    logger = console,
  } = options
  const appId = requireText('appId', options.appId)
  const appSecret = requireText('appSecret', options.appSecret)
  const origin = readOrigin('origin', options.origin)
  const origins = new Set([
    origin,
    ...(options.origins ?? []).map((one) => readOrigin('origins', one)),
  ])
  const base = readBase(options.base ?? '/weixin')
  const secrets = readSecrets(options.secret)
  const hosts = readEndpoints(options.endpoints)
  const { api, open } = hosts

  const cache = cacheOf(options, { secrets, now, logger })
  const account = officialAccount({ http, api, appId, appSecret, kind: options.accessToken })
  const tokens = createTokens({ account, cache, appId, logger, now, chance: Math.random })
  const pages = createPages({ appId, origins, tokens, now, nonce })
  const signIn = createSignIn({
    account,
    cache,
    secrets,
    now,
    nonce,
    appId,
    open,
    origin,
    origins,
    redirectUri: `${origin}${base}/oauth`,
    lang,
    onUser,
  })
  const payments = createPayments({
    ...options,
    appId,
    origin,
    base,
    hosts,
    cache,
    sealing: createSeal({ secrets, purpose: 'weixin inbox', now }),
    now,
    nonce,
    http,
    logger,
  })
  const requirePayments = (): NonNullable<typeof payments> => {
    if (!payments) throw new WeixinError('merchant-missing')
    return payments
  }

  return {
    appId,
    origin,
    base,
    scope,
    signIn,
    sessionStore,
    payer,
    signPage: (url) => pages.sign(url),
    diagnosePage: (report) => pages.diagnose(report),
    isOurOrigin: (one) => origins.has(one),
    prepare: async (orderId, asker, way, ip) => requirePayments().prepare(orderId, asker, way, ip),
    confirm: async (orderId, asker) => requirePayments().confirm(orderId, asker),
    close: async (orderId, wish) => requirePayments().close(orderId, wish),
    receive: async (notice) => requirePayments().receive(notice),
    settleInbox: async (item) => requirePayments().settleInbox(item),
    refund: async (transaction, wish) => requirePayments().refund({ ...transaction, ...wish }),
    queryRefund: async (outRefundNo) => requirePayments().queryRefund(outRefundNo),
    bills: {
      trades: async (date, wish) => requirePayments().bills.trades(date, wish),
      fundFlow: async (date, wish) => requirePayments().bills.fundFlow(date, wish),
    },
    drain: async () => payments?.drain(),
  }
}

/** This process's memory; with a shared cache in front of it, where the app gave one. */
function cacheOf(
  { cache: shared, sealCache = true }: WeixinOptions,
  { secrets, now, logger }: { secrets: readonly string[]; now: () => number; logger: Logger },
): Cache {
  const memory = memoryCache({ now })
  if (!shared) return memory
  const store = steadyCache(shared, { memory, logger })
  return sealCache
    ? sealedCache(store, createSeal({ secrets, purpose: 'weixin cache', now }))
    : store
}
