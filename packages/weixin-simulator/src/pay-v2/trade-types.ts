import { codeUrl, h5Url } from '../domain/addresses.ts'
import type { Prepay, TradeType } from '../state/orders.ts'
import type { Context } from '../context.ts'
import { ORDER, type V2Rule } from './rules.ts'
import { brokenH5Scene, brokenStoreScene } from './scene-info.ts'
import type { Fields } from './xml.ts'

/** A trade type in API v2. */
interface V2TradeType {
  rules: readonly V2Rule[]
  /** What the merchant gets beside the prepay_id. */
  opened: (context: Context, prepay: Prepay) => Fields
}

/** The common rules, some of them stricter. */
const rulesWith = (changes: Record<string, Partial<V2Rule>>): readonly V2Rule[] =>
  ORDER.map((rule) => ({ ...rule, ...changes[rule.name] }))

const store: Partial<V2Rule> = { broken: brokenStoreScene }
const nothing = (): Fields => ({})

/** The trade types, by trade_type. */
const V2_TRADE_TYPES: Record<TradeType, V2TradeType> = {
  // Its payer is openid or sub_openid: see `payerOf`.
  JSAPI: { rules: rulesWith({ scene_info: store }), opened: nothing },
  APP: { rules: rulesWith({ scene_info: store }), opened: nothing },
  NATIVE: {
    rules: rulesWith({ scene_info: store, product_id: { required: true } }),
    opened: (_context, prepay) => ({ code_url: codeUrl(prepay) }),
  },
  MWEB: {
    rules: rulesWith({ scene_info: { required: true, broken: brokenH5Scene } }),
    opened: ({ url }, prepay) => ({ mweb_url: h5Url(url, prepay) }),
  },
}

const isTradeType = (text: string): text is TradeType => Object.hasOwn(V2_TRADE_TYPES, text)

/** By the request's trade_type; one that does not exist breaks a rule of JSAPI's too. */
export function tradeTypeIn({
  trade_type: text = '',
}: Fields): V2TradeType & { tradeType: TradeType } {
  const tradeType = isTradeType(text) ? text : 'JSAPI'
  return { ...V2_TRADE_TYPES[tradeType], tradeType }
}
