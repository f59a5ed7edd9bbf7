import type { Prepay, TradeType } from '../state/orders.ts'
import type { Context } from '../context.ts'
import type { FieldRule } from './fields.ts'
import { JSAPI_ORDER } from './rules.ts'
import { H5_ORDER, NATIVE_ORDER } from './trade-type-rules.ts'

export interface TradeWay {
  tradeType: TradeType
  rules: readonly FieldRule[]
  /** What the merchant gets for a taken order. */
  opened(world: Context, prepay: Prepay): Record<string, unknown>
}

/** Where WeChat's H5 cashier lies; at WeChat below https://wx.tenpay.com. */
export const H5_PATH = '/cgi-bin/mmpayweb-bin/checkmweb'
export const CODE_URL = 'weixin://wxpay/bizpayurl?pr='

const prepayId = (_world: Context, { id }: Prepay): Record<string, unknown> => ({ prepay_id: id })

/** The ways to pay, by the last part of the order's path. */
export const WAYS: Record<'jsapi' | 'h5' | 'native' | 'app', TradeWay> = {
  jsapi: { tradeType: 'JSAPI', rules: JSAPI_ORDER, opened: prepayId },
  h5: {
    tradeType: 'MWEB',
    rules: H5_ORDER,
    opened: ({ url }, { id, code }) => ({
      h5_url: `${url}${H5_PATH}?prepay_id=${id}&package=${code}`,
    }),
  },
  native: {
    tradeType: 'NATIVE',
    rules: NATIVE_ORDER,
    opened: (_world, { code }) => ({ code_url: `${CODE_URL}${code}` }),
  },
  app: { tradeType: 'APP', rules: NATIVE_ORDER, opened: prepayId },
}
