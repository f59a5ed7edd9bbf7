import type { V3TradeType } from './trade-type.ts'

/** A QR code that the payer scans with WeChat. Source: WeChat Pay, Native下单 (4012791877). */
export const native: V3TradeType<'native'> = {
  payerFields: () => ({}),
  payment: (_options, codeUrl) => ({ tradeType: 'native', codeUrl }),
}
