import type { Payment, TradeType } from 'weixin-contract'
import type { OrderExtras } from '../../../order-extras.ts'
import type { Payer } from '../../../trade-types.ts'
import type { V3Options } from '../client.ts'
import type { Parties } from '../parties.ts'

export type SignOptions = Pick<V3Options, 'appId' | 'mchId' | 'privateKey' | 'nonce' | 'now'>

/** What API v3 wants for one trade type. */
export interface V3TradeType<T extends TradeType> {
  /** Further fields of the order. */
  payerFields(
    parties: Parties,
    payer: Extract<Payer, { tradeType: T }>,
    extras: OrderExtras | undefined,
  ): object
  /** What the page goes on with; `value` is the prepay_id, h5_url or code_url. */
  payment(
    options: SignOptions,
    value: string,
  ): Promise<Extract<Payment, { tradeType: T }>> | Extract<Payment, { tradeType: T }>
}
