import type { OrderStatus, PageConfig, Prepared, Way } from 'weixin-contract'
import { memoryCache } from './cache/memory-cache.ts'
import { WeixinError } from './errors/weixin-error.ts'
import { randomNonce } from './nonce.ts'
import type { WeixinOptions } from './options.ts'
import type { Asker, Refund } from './orders.ts'
import { requireOurPage } from './page-url.ts'
import { signPage } from './protocol/page-signature.ts'
import type { Scope } from './protocol/authorize-address.ts'
import type { RawNotice, RefundRequest } from './remote/gateway.ts'
import { axiosHttp } from './remote/http.ts'
import { officialAccount } from './remote/official-account.ts'
import { readBase, readEndpoints, readOrigin, readSecrets, requireText } from './read-options.ts'
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
  readonly signIn: SignIn
  /** The app's own answer to "who pays", where it gave one. */
  readonly payer: WeixinOptions['payer']
  /** Opens, or finds again, the one attempt by which this asker can pay the order. */
  prepare(orderId: string, asker: Asker & { by: 'page' }, way: Way): Promise<Prepared>
  /** How an order stands, after asking WeChat where the app does not know it as paid. */
  confirm(orderId: string, asker: Asker): Promise<OrderStatus>
  /** Verifies a notice, opens it, and settles what it says. Throws the first check that failed. */
  receive(notice: RawNotice): Promise<void>
  /** Refunds; the same `outRefundNo` again is the same refund. Amounts in fen. */
  refund(
    transaction: Pick<RefundRequest, 'transactionId' | 'total'>,
    wish: Pick<RefundRequest, 'outRefundNo' | 'amount' | 'reason'>,
  ): Promise<Refund>
  /** Resolves when nothing runs in the background any more: for a server that shuts down. */
  drain(): Promise<void>
}

/** Checks the options once, parses keys once. Throws `option-invalid`, naming the option. */
export function createWeixin(options: WeixinOptions): Weixin {
  const {
    payer,
    signIn: { scope = 'snsapi_base' } = {},
    now = Date.now,
    cache = memoryCache({ now }),
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
  const { api, open, pay } = readEndpoints(options.endpoints)

  const account = officialAccount({ http, api, appId, appSecret })
  const tokens = createTokens({ account, cache, appId, now })
  const signIn = createSignIn({
    account,
    cache,
    secrets,
    now,
    nonce,
    appId,
    open,
    origin,
    redirectUri: `${origin}${base}/oauth`,
  })
  const payments = createPayments({
    ...options,
    appId,
    origin,
    base,
    pay,
    cache,
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
    payer,
    async signPage(url) {
      requireOurPage(url, origins)
      const ticket = await tokens.jsapiTicket()
      const timestamp = Math.floor(now() / 1000)
      const nonceStr = nonce()
      return {
        appId,
        timestamp,
        nonceStr,
        signature: signPage({ ticket, nonceStr, timestamp, url }),
      }
    },
    prepare: async (orderId, asker, way) => requirePayments().prepare(orderId, asker, way),
    confirm: async (orderId, asker) => requirePayments().confirm(orderId, asker),
    receive: async (notice) => requirePayments().receive(notice),
    refund: async (transaction, wish) => requirePayments().refund({ ...transaction, ...wish }),
    drain: async () => payments?.drain(),
  }
}
