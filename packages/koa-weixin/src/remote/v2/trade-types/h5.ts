import type { V2TradeType } from './trade-type.ts'

/** A phone's browser outside WeChat. Source: WeChat Pay v2, 统一下单 (4011940985), trade_type MWEB. */
export const h5: V2TradeType<'h5'> = {
  payerFields: ({ origin }, { ip }, { extras }) => ({
    spbill_create_ip: extras?.scene_info?.payer_client_ip ?? ip,
    scene_info: JSON.stringify({
      h5_info: { type: 'Wap', wap_url: origin, wap_name: new URL(origin).hostname },
    }),
  }),
  payment: (_options, url) => ({ tradeType: 'h5', url }),
}
