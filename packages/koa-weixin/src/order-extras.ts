import type { Fen } from 'weixin-contract'

/** Where and how the payer pays (场景信息). */
export interface SceneInfo {
  /** The payer's own IP address. For h5 it takes precedence over the address of the connection. */
  payer_client_ip: string
  /** The merchant's number of the device. */
  device_id?: string
  /** The shop. */
  store_info?: {
    /** The merchant's number of the shop. */
    id: string
    /** Its name. */
    name?: string
    /** The number of its district (省市区编码). */
    area_code?: string
    /** Its address. */
    address?: string
  }
  /** Only for h5: what opens the cashier. @default { type: 'Wap' } */
  h5_info?: {
    /** A web page, or an app that shows one. */
    type: 'Wap' | 'iOS' | 'Android'
    /** The name of the site or the app. */
    app_name?: string
    /** The address of the site. */
    app_url?: string
    /** The iOS app's bundle id. */
    bundle_id?: string
    /** The Android app's package name. */
    package_name?: string
  }
}

/** One item of an order (单品列表). */
export interface GoodsDetail {
  /** The merchant's number of the item: letters, digits, `-` and `_`, at most 32. */
  merchant_goods_id: string
  /** WeChat's number of the item. */
  wechatpay_goods_id?: string
  /** The name of the item. */
  goods_name?: string
  /** How many are bought. */
  quantity: number
  /** The price of one, in fen. */
  unit_price: Fen
}

/**
 * Further fields of WeChat Pay's order, in its spelling of API v3. With API v2 they are sent under the names of v2; what
 * v2 has no place for is `order-invalid`.
 */
export interface OrderExtras {
  /** Which coupons apply (订单优惠标记). */
  goods_tag?: string
  /** Shows the entry for an electronic invoice. */
  support_fapiao?: boolean
  /** What coupons for single items apply to; at most 6144 bytes as JSON. */
  detail?: {
    /** The original price of the order, in fen. */
    cost_price?: Fen
    /** The merchant's number of the receipt. */
    invoice_id?: string
    /** The items. */
    goods_detail?: readonly GoodsDetail[]
  }
  /** Where and how the payer pays. */
  scene_info?: SceneInfo
  /** How the money is settled. */
  settle_info?: {
    /** Freezes the money for profit sharing (分账). */
    profit_sharing?: boolean
    /** For service providers: the subsidy, in fen. */
    subsidy_amount?: Fen
  }
  /** What the payer may not pay with. By WeChat's permission only. */
  limit_pay?: readonly ('no_balance' | 'no_credit' | 'no_debit' | 'balance_only')[]
}
