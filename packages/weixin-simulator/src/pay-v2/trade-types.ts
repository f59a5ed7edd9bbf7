import { H5_PATH, CODE_URL } from '../pay/trade-types.ts'
import type { Prepay, TradeType } from '../state/orders.ts'
import type { Context } from '../context.ts'
import { ORDER, type V2Rule } from './rules.ts'
import { brokenH5Scene, brokenStoreScene } from './scene-info.ts'
import type { Fields } from './xml.ts'

interface V2Way {
  rules: readonly V2Rule[]
  /** What the merchant gets beside the prepay_id. */
  opened(world: Context, prepay: Prepay): Fields
}

/** The common rules, some of them stricter. */
const rulesWith = (changes: Record<string, Partial<V2Rule>>): readonly V2Rule[] =>
  ORDER.map((rule) => ({ ...rule, ...changes[rule.name] }))

const store: Partial<V2Rule> = { broken: brokenStoreScene }
const nothing = (): Fields => ({})

/** The ways to pay, by trade_type. */
const V2_WAYS: Record<TradeType, V2Way> = {
  // Its payer is openid or sub_openid: see `payerOf`.
  JSAPI: { rules: rulesWith({ scene_info: store }), opened: nothing },
  APP: { rules: rulesWith({ scene_info: store }), opened: nothing },
  NATIVE: {
    rules: rulesWith({ scene_info: store, product_id: { required: true } }),
    opened: (_world, { code }) => ({ code_url: `${CODE_URL}${code}` }),
  },
  MWEB: {
    rules: rulesWith({ scene_info: { required: true, broken: brokenH5Scene } }),
    opened: ({ url }, { id, code }) => ({
      mweb_url: `${url}${H5_PATH}?prepay_id=${id}&package=${code}`,
    }),
  },
}

const isTradeType = (text: string): text is TradeType => Object.hasOwn(V2_WAYS, text)

/** By the request's trade_type; one that does not exist breaks a rule of JSAPI's too. */
export function wayOf({ trade_type: asked = '' }: Fields): V2Way & { tradeType: TradeType } {
  const tradeType = isTradeType(asked) ? asked : 'JSAPI'
  return { ...V2_WAYS[tradeType], tradeType }
}
