import type { JssdkConfig, OrderStatus, Payment, OrderState } from 'weixin-contract'
import type { Bills } from './bills/bills.ts'
import type { Cache } from './cache/cache.ts'
import { encryptedCache } from './cache/encrypted-cache.ts'
import { fallbackCache } from './cache/fallback-cache.ts'
import { memoryCache } from './cache/memory-cache.ts'
import { observedAccount } from './diagnostics/observed-account.ts'
import { observedGateway } from './diagnostics/observed-gateway.ts'
import { observedSignIn } from './diagnostics/observed-sign-in.ts'
import { internals, type Internals } from './internals.ts'
import { createJssdk } from './jssdk/jssdk.ts'
import { guardedLogger } from './logger.ts'
import type { WeixinOptions } from './options/options.ts'
import { readOptions, type Settings } from './options/settings.ts'
import type { CloseOptions } from './payments/close-order.ts'
import type { PaymentOptions } from './payments/create-payment.ts'
import { createPayments } from './payments/payments.ts'
import type { Refunds } from './refunds/refunds.ts'
import { createAccount, type AccountRequest } from './remote/account.ts'
import { createGateway } from './remote/create-gateway.ts'
import type { MerchantRequest } from './remote/gateway.ts'
import { guardedHttp } from './remote/http.ts'
import { answerNotification } from './remote/message-form.ts'
import { missingGateway } from './remote/missing-gateway.ts'
import { observedHttp } from './remote/observed-http.ts'
import { createSeal } from './seal.ts'
import type { InboxItem } from './settle/inbox.ts'
import { createSignIn, type SignIn } from './sign-in/sign-in.ts'
import { createTokens } from './tokens/tokens.ts'

/** One Official Account with at most one merchant. It is made once and shared by all middleware. */
export interface Weixin {
  /** Signing pages for `wx.config`. */
  readonly jssdk: {
    /**
     * What `wx.config` takes for a page of our own; `url` is the page's address exactly as the page has it. Throws
     * `url-not-ours`, and what fetching a ticket throws.
     *
     * @example
     * const config = await weixin.jssdk.sign('https://tea.example.com/teas?from=menu')
     */
    sign(url: string): Promise<JssdkConfig>
  }
  /** Payments of the app's orders. Each throws `merchant-missing` without the options `merchant` and `orders`. */
  readonly orders: {
    /**
     * Places the order at WeChat, or uses its open attempt again, and signs what the page or the app needs to go on.
     * Resolves with `{ settled }` where nothing is left to pay. Throws `order-not-found`, `order-invalid`,
     * `sign-in-required`, `payer-ip-unknown`, `trade-type-not-offered`, `too-many-attempts`, `not-closed`, and what
     * every call throws.
     *
     * @example
     * const requester = { by: 'page', ctx, openid: null } as const
     * const payment = await weixin.orders.createPayment('TEA1024', { requester, tradeType: 'native' })
     */
    createPayment(orderId: string, options: PaymentOptions): Promise<Payment>
    /**
     * The state of the order, after a query at WeChat where the app does not know it as paid; a payment found there is
     * settled. Throws `order-not-found`, `order-invalid`.
     *
     * @example
     * const { state } = await weixin.orders.status('TEA1024')
     */
    status(orderId: string): Promise<OrderStatus>
    /**
     * Closes the unpaid attempts of an order that is given up. Each is queried first, and a payment found there is
     * settled. Mark the order `closed` before, so that no page opens another attempt. `closed`: nothing can be paid
     * any more. `unpaid`: WeChat did not close it. `unknown`: WeChat did not answer. Throws `order-not-found`.
     *
     * @example
     * await weixin.orders.close('TEA1024', { olderThan: 15 * 60_000 })
     */
    close(orderId: string, options?: CloseOptions): Promise<OrderState>
  }
  /**
   * Refunds of payments.
   *
   * @example
   * await weixin.refunds.create({ transactionId, total: 2800, amount: 1400, outRefundNo: 'TEA1024-1' })
   */
  readonly refunds: Refunds
  /** What WeChat lists as paid and refunded on a day, to compare with the app's own books. */
  readonly bills: Bills
  /** The Official Account's own calls to api.weixin.qq.com. */
  readonly account: {
    /**
     * The one access_token of this account: cached, renewed before it expires, shared by all processes where the cache
     * is. Throws what fetching it throws, such as `account-wrong` and `address-not-allowed`.
     */
    accessToken(): Promise<string>
    /**
     * A call of the app's own, such as a template message. The token is added; one that WeChat no longer accepts is
     * renewed once. Resolves with the response's JSON. An `errcode` becomes a `WeixinError` with WeChat's answer as
     * `response`; the token never appears in it. Throws `request-invalid` too.
     *
     * @example
     * const user = await weixin.account.request('GET', '/cgi-bin/user/info', { query: { openid } })
     */
    request(method: 'GET' | 'POST', path: string, params?: AccountRequest): Promise<unknown>
  }
  /** The merchant's own calls to WeChat Pay. */
  readonly merchant: {
    /**
     * A call to a product that this package does not know, such as profit sharing: signed, its response verified. It is
     * retried only where it is a GET or `idempotent`. v3: resolves with the response's JSON, null without a body. v2:
     * texts in, verified texts out. Throws `weixin-refused` with WeChat's code, `request-invalid`,
     * `client-certificate-missing`, and what every call throws.
     *
     * @example
     * await weixin.merchant.request('POST', '/v3/profitsharing/orders', { body, idempotent: true })
     */
    request(
      method: MerchantRequest['method'],
      path: string,
      params?: Omit<MerchantRequest, 'method' | 'path'>,
    ): Promise<unknown>
  }
  /** The calls that sign-in is made of, for an app that signs users in by itself. */
  readonly signIn: SignIn
  /**
   * Settles what the option `inbox` was given, and removes it there. Safe to repeat. Throws what refused it, and
   * `inbox-unreadable`: then the item stays.
   */
  settleInbox(item: InboxItem): Promise<void>
  /** Resolves when nothing runs in the background any more: for a server that shuts down. */
  drain(): Promise<void>
  /** @internal */
  readonly [internals]: Internals
}

/**
 * Makes an instance: checks the options once, and parses keys once. Throws `option-invalid`, naming the option.
 *
 * @example
 * const weixin = createWeixin({ appId, appSecret, origin: 'https://tea.example.com', encryptionKeys, merchant, orders })
 */
export function createWeixin(options: WeixinOptions): Weixin {
  const given = readOptions(options)
  const settings: Settings = { ...given, logger: guardedLogger(given.logger) }
  const { appId, appSecret, origin, allowedOrigins, base, encryptionKeys, merchant } = settings
  const { now, random, nonce, logger, onCall, notifyUrl, redirectUri, endpoints } = settings
  const { scope, lang, onUser, errorPage } = settings.signIn

  const reached = guardedHttp(settings.http)
  const http = onCall ? observedHttp(reached, onCall, now) : reached
  const cache = cacheOf(settings)
  const endpoint = settings.tokenEndpoint
  const calls = createAccount({ http, api: endpoints.api, appId, appSecret, endpoint })
  const account = observedAccount(calls, appId)
  const tokens = createTokens({ account, cache, appId, logger, now, random })
  const jssdk = createJssdk({ appId, allowedOrigins, tokens, now, nonce })
  const signInFlow = createSignIn({
    account,
    cache,
    encryptionKeys,
    now,
    nonce,
    appId,
    open: endpoints.open,
    origin,
    allowedOrigins,
    redirectUri,
    lang,
    onUser,
  })
  const signIn = observedSignIn(signInFlow, appId)
  const shared = { appId, origin, notifyUrl, endpoints, http, now, random, nonce }
  const gateway = observedGateway(
    merchant ? createGateway(merchant, shared) : missingGateway(),
    appId,
  )
  const payments = createPayments(settings, {
    gateway,
    cache,
    sealing: createSeal({ encryptionKeys, purpose: 'weixin inbox', now }),
  })
  const { createPayment, orderStatus, checkNotificationHeaders, handleNotification } = payments

  return {
    jssdk: { sign: (url) => jssdk.sign(url) },
    orders: {
      createPayment,
      status: (orderId) => orderStatus(orderId, { by: 'weixin' }),
      close: payments.close,
    },
    refunds: payments.refunds,
    bills: payments.bills,
    account: {
      accessToken: async () => tokens.accessToken(),
      request: (method, path, params) =>
        tokens.withAccessToken((token) => account.request(token, method, path, params ?? {})),
    },
    merchant: {
      request: (method, path, params = {}) => gateway.request({ ...params, method, path }),
    },
    signIn: signIn.calls,
    settleInbox: payments.settleInbox,
    drain: payments.drain,
    [internals]: {
      settings: () => settings,
      appId,
      origin,
      base,
      scope,
      jssdk,
      signIn,
      errorPage,
      session: settings.session,
      payer: settings.payer,
      createPayment,
      orderStatus,
      claimOrder: payments.claimOrder,
      checkNotificationHeaders,
      handleNotification,
      answerNotification,
      notificationForm: merchant ? (merchant.api === 'v2' ? 'xml' : 'json') : null,
      now,
      logger,
      isAllowedOrigin: (one) => allowedOrigins.has(one),
    },
  }
}

/** This process's memory; with a shared cache in front of it, where the app gave one. */
function cacheOf({ cache, encryptCache, encryptionKeys, now, logger }: Settings): Cache {
  if (!cache) return memoryCache({ now })
  const store = fallbackCache(cache, { now, logger })
  if (!encryptCache) return store
  return encryptedCache(store, createSeal({ encryptionKeys, purpose: 'weixin cache', now }))
}
