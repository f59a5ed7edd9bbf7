import type { V2TradeType } from './trade-type.ts'

/** A QR code that the payer scans with WeChat. Source: WeChat Pay v2, 统一下单 (4011940985), trade_type NATIVE. */
export const native: V2TradeType<'native'> = {
  // WeChat requires a product id: the `out_trade_no` of the attempt serves.
  payerFields: (_options, _payer, { outTradeNo }) => ({ product_id: outTradeNo }),
  payment: (_options, codeUrl) => ({ tradeType: 'native', codeUrl }),
}
