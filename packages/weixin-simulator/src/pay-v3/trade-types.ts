import { codeUrl, h5Url } from '../domain/addresses.ts'
import type { Prepay, TradeType } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { FieldRule } from './fields.ts'
import { JSAPI_ORDER } from './rules.ts'
import { H5_ORDER, NATIVE_ORDER } from './trade-type-rules.ts'

/** A trade type in API v3. */
export interface V3TradeType {
  tradeType: TradeType
  rules: readonly FieldRule[]
  /** What the merchant gets for an accepted order. */
  opened: (context: Context, prepay: Prepay) => Record<string, unknown>
}

const prepayId = (_context: Context, { id }: Prepay): Record<string, unknown> => ({ prepay_id: id })

/** The trade types, by the last part of the order's path. */
export const V3_TRADE_TYPES: Record<'jsapi' | 'h5' | 'native' | 'app', V3TradeType> = {
  jsapi: { tradeType: 'JSAPI', rules: JSAPI_ORDER, opened: prepayId },
  h5: {
    tradeType: 'MWEB',
    rules: H5_ORDER,
    opened: ({ url }, prepay) => ({ h5_url: h5Url(url, prepay) }),
  },
  native: {
    tradeType: 'NATIVE',
    rules: NATIVE_ORDER,
    opened: (_context, prepay) => ({ code_url: codeUrl(prepay) }),
  },
  app: { tradeType: 'APP', rules: NATIVE_ORDER, opened: prepayId },
}
