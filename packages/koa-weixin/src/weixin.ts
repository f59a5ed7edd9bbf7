import type {
  ConfigDiagnosis,
  ConfigReport,
  OrderState,
  OrderStatus,
  JssdkConfig,
  Payment,
  TradeType,
} from 'weixin-contract'
import type { Bills } from './bills/bills.ts'
import type { Cache } from './cache/cache.ts'
import { memoryCache } from './cache/memory-cache.ts'
import { encryptedCache } from './cache/encrypted-cache.ts'
import { fallbackCache } from './cache/fallback-cache.ts'
import { WeixinError } from './errors/weixin-error.ts'
import type { WeixinOptions } from './options/options.ts'
import type { Requester, Refund } from './orders.ts'
import { createJssdk } from './jssdk/jssdk.ts'
import type { Scope } from './protocol/authorize-address.ts'
import type { CloseOptions } from './payments/close-order.ts'
import type { RawNotification, RefundRequest } from './remote/gateway.ts'
import { createAccount } from './remote/account.ts'
import { readOptions, type Settings } from './options/settings.ts'
import { createSeal } from './seal.ts'
import type { InboxItem } from './settle/inbox.ts'
import { createSignIn, type SignIn } from './sign-in/sign-in.ts'
import { createPayments } from './payments/payments.ts'
import { createTokens } from './tokens/tokens.ts'

/** One Official Account with at most one merchant. Made once, shared by all middleware. */
export interface Weixin {
  readonly appId: string
  readonly origin: string
  readonly base: string
  /** The scope that sign-in asks for when nobody says otherwise. */
  readonly scope: Scope
  /** Signs a page of our own for `wx.config`. Throws `url-not-ours`. */
  signPage(url: string): Promise<JssdkConfig>
  /** Finds out why WeChat refused what we signed. Throws `url-not-ours`. */
  diagnosePage(report: ConfigReport): Promise<ConfigDiagnosis>
  /** Whether a page of this origin may call with the visitor's cookies. */
  isOurOrigin(origin: string): boolean
  readonly signIn: SignIn
  /** Where sessions are kept. */
  readonly sessionStore: NonNullable<WeixinOptions['session']>
  /** The app's own answer to "who pays", where it gave one. */
  readonly payer: WeixinOptions['payer']
  /** Opens, or finds again, the one attempt by which this requester can pay the order. */
  createPayment(
    orderId: string,
    requester: Requester & { by: 'page' },
    tradeType: TradeType,
    /** The visitor's own address, for h5. */
    ip: string,
  ): Promise<Payment>
  /** How an order stands, after asking WeChat where the app does not know it as paid. */
  orderStatus(orderId: string, requester: Requester): Promise<OrderStatus>
  /**
   * Closes at WeChat what is open of an order that is given up. WeChat is asked first: a payment
   * found there is settled. Mark the order `closed` before, so that no page opens another attempt.
   * `closed`: nothing can be paid any more. `unpaid`: WeChat did not close it. Throws `order-not-found`.
   */
  close(orderId: string, options?: CloseOptions): Promise<OrderState>
  /** Verifies a notification, opens it, and settles what it says. Throws the first check that failed. */
  handleNotification(notification: RawNotification): Promise<void>
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
  /** How a refund stands, by a verified response. Throws `refund-unknown`. */
  queryRefund(outRefundNo: string): Promise<Refund>
  /** What WeChat says was paid and refunded on a day, to compare with the app's own books. */
  readonly bills: Bills
  /** Resolves when nothing runs in the background any more: for a server that shuts down. */
  drain(): Promise<void>
}

/** Checks the options once, parses keys once. Throws `option-invalid`, naming the option. */
export function createWeixin(options: WeixinOptions): Weixin {
  const settings = readOptions(options)
  const { appId, appSecret, origin, allowedOrigins, base, encryptionKeys } = settings
  const { payer, session: sessionStore, now, random, nonce, http, logger, redirectUri } = settings
  const { api, open } = settings.endpoints
  const { scope, lang, onUser } = settings.signIn

  const cache = cacheOf(settings)
  const endpoint = settings.tokenEndpoint
  const account = createAccount({ http, api, appId, appSecret, endpoint })
  const tokens = createTokens({ account, cache, appId, logger, now, random })
  const pages = createJssdk({ appId, allowedOrigins, tokens, now, nonce })
  const signIn = createSignIn({
    account,
    cache,
    encryptionKeys,
    now,
    nonce,
    appId,
    open,
    origin,
    allowedOrigins,
    redirectUri,
    lang,
    onUser,
  })
  const payments = createPayments(settings, {
    cache,
    sealing: createSeal({ encryptionKeys, purpose: 'weixin inbox', now }),
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
    isOurOrigin: (one) => allowedOrigins.has(one),
    createPayment: async (orderId, requester, tradeType, ip) =>
      requirePayments().createPayment(orderId, requester, tradeType, ip),
    orderStatus: async (orderId, requester) => requirePayments().orderStatus(orderId, requester),
    close: async (orderId, wish) => requirePayments().close(orderId, wish),
    handleNotification: async (notification) => requirePayments().handleNotification(notification),
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
function cacheOf({ cache, encryptCache, encryptionKeys, now, logger }: Settings): Cache {
  const memory = memoryCache({ now })
  if (!cache) return memory
  const store = fallbackCache(cache, { memory, logger })
  return encryptCache
    ? encryptedCache(store, createSeal({ encryptionKeys, purpose: 'weixin cache', now }))
    : store
}
