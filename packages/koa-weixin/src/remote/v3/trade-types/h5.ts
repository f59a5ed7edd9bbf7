import type { V3TradeType } from './trade-type.ts'

/** A phone's browser outside WeChat. Source: WeChat Pay, H5下单 (4012791834). */
export const h5: V3TradeType<'h5'> = {
  // WeChat compares the address with the one that opens its cashier.
  payerFields: (_parties, { ip }, extras) => ({
    scene_info: { payer_client_ip: ip, h5_info: { type: 'Wap' }, ...extras?.scene_info },
  }),
  payment: (_options, url) => ({ tradeType: 'h5', url }),
}
