import type { TradeType } from 'weixin-contract'

/** What WeChat must know of the payer before it accepts an order of a trade type. */
export interface PayerFacts {
  /** The payer's openid under the instance's `appId`. */
  openid: { openid: string }
  /** The payer's own IP address: WeChat compares it with the address that opens its cashier. */
  ip: { ip: string }
  nothing: Record<never, never>
}

/** The facts of one trade type that do not depend on the API. */
export interface TradeTypeRow<Needs extends keyof PayerFacts = keyof PayerFacts> {
  /** What an order needs to know of its payer. */
  needs: Needs
  /**
   * How many milliseconds a prepaid attempt is handed out again. WeChat keeps a prepay_id and a code_url valid for two
   * hours and an h5_url for five minutes; the rest is left for the payer to enter a password.
   */
  reuseMs: number
  /** Whether a service provider (服务商) can order it for a sub-merchant. */
  forServiceProvider: boolean
  /** API v3: the last part of the path that orders it, and the field of the response that the payer goes on with. */
  v3: { path: string; field: 'prepay_id' | 'h5_url' | 'code_url' }
  /** API v2: `trade_type`, and the field of the response that the payer goes on with. */
  v2: { tradeType: string; field: 'prepay_id' | 'mweb_url' | 'code_url' }
}

const MINUTE_MS = 60 * 1000

/** Every trade type. What its orders and its payment parameters hold stands in `remote/v3/trade-types` and `remote/v2/trade-types`. */
export const tradeTypes: {
  readonly jsapi: TradeTypeRow<'openid'>
  readonly h5: TradeTypeRow<'ip'>
  readonly native: TradeTypeRow<'nothing'>
  readonly app: TradeTypeRow<'nothing'>
} = {
  jsapi: {
    needs: 'openid',
    reuseMs: 110 * MINUTE_MS,
    forServiceProvider: true,
    v3: { path: 'jsapi', field: 'prepay_id' },
    v2: { tradeType: 'JSAPI', field: 'prepay_id' },
  },
  h5: {
    needs: 'ip',
    reuseMs: 3 * MINUTE_MS,
    forServiceProvider: true,
    v3: { path: 'h5', field: 'h5_url' },
    v2: { tradeType: 'MWEB', field: 'mweb_url' },
  },
  native: {
    needs: 'nothing',
    reuseMs: 110 * MINUTE_MS,
    forServiceProvider: true,
    v3: { path: 'native', field: 'code_url' },
    v2: { tradeType: 'NATIVE', field: 'code_url' },
  },
  app: {
    needs: 'nothing',
    reuseMs: 110 * MINUTE_MS,
    // WeChat's documentation of a service provider's APP payment could not be checked.
    forServiceProvider: false,
    v3: { path: 'app', field: 'prepay_id' },
    v2: { tradeType: 'APP', field: 'prepay_id' },
  },
}

/** Who pays, with what the trade type needs to know. */
export type Payer = {
  [T in TradeType]: { tradeType: T } & PayerFacts[(typeof tradeTypes)[T]['needs']]
}[TradeType]

/** Whether a text, such as the query parameter `tradeType`, names a trade type. */
export function isTradeType(text: string | undefined): text is TradeType {
  return text !== undefined && Object.hasOwn(tradeTypes, text)
}

const WRITTEN: ReadonlySet<string> = new Set(
  Object.values(tradeTypes).map(({ v2 }) => v2.tradeType),
)

/**
 * Whether a `trade_type` of WeChat's is one that is ordered here. Any other one (PAP, MICROPAY, PARKING, …) belongs to
 * another product, and to no order of ours. v3 writes it in notifications as v2 does.
 */
export function isOrderedTradeType(tradeType: string): boolean {
  return WRITTEN.has(tradeType)
}
