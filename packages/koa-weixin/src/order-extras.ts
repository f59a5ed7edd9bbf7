import type { Fen } from 'weixin-contract'

/** The payer's surroundings (场景信息). */
export interface SceneInfo {
  /** The payer's own address. For h5 it goes before the connection's. */
  payer_client_ip: string
  device_id?: string
  store_info?: { id: string; name?: string; area_code?: string; address?: string }
  /** Of h5. @default { type: 'Wap' } */
  h5_info?: {
    type: 'Wap' | 'iOS' | 'Android'
    app_name?: string
    app_url?: string
    bundle_id?: string
    package_name?: string
  }
}

export interface GoodsDetail {
  merchant_goods_id: string
  wechatpay_goods_id?: string
  goods_name?: string
  quantity: number
  unit_price: Fen
}

/**
 * Fields of WeChat Pay's order (API v3) that go on as they are: WeChat's own spelling and types. With API v2 they go on
 * under its names; what it has no place for is `order-invalid`.
 */
export interface OrderExtras {
  /** Which coupons apply (订单优惠标记). */
  goods_tag?: string
  /** Shows the e-invoice entry. */
  support_fapiao?: boolean
  /** What single-item coupons apply to; at most 6144 bytes as JSON. */
  detail?: { cost_price?: Fen; invoice_id?: string; goods_detail?: readonly GoodsDetail[] }
  scene_info?: SceneInfo
  /** Freezes the money for profit sharing (分账); `subsidy_amount` for service providers. */
  settle_info?: { profit_sharing?: boolean; subsidy_amount?: Fen }
  /** By WeChat's permission only. */
  limit_pay?: readonly ('no_balance' | 'no_credit' | 'no_debit' | 'balance_only')[]
}
