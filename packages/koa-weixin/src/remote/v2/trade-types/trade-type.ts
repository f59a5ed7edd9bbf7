import type { Payment, TradeType } from 'weixin-contract'
import type { Payer } from '../../../trade-types.ts'
import type { PrepayRequest } from '../../gateway.ts'
import type { V2Options } from '../client.ts'
import type { Parties } from '../parties.ts'

export type OrderOptions = Parties & Pick<V2Options, 'origin'>
export type SignOptions = Pick<
  V2Options,
  'appId' | 'mchId' | 'apiV2Key' | 'signType' | 'nonce' | 'now'
>

/** What API v2 wants for one trade type. */
export interface V2TradeType<T extends TradeType> {
  /** Further fields of the order. */
  payerFields(
    options: OrderOptions,
    payer: Extract<Payer, { tradeType: T }>,
    request: PrepayRequest,
  ): Record<string, string>
  /** What the page goes on with; `value` is the prepay_id, mweb_url or code_url. */
  payment(options: SignOptions, value: string): Extract<Payment, { tradeType: T }>
}
