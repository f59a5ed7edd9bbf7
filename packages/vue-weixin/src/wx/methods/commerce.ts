/** Fields of `chooseWXPay`. `usePay` fills them from the server's response and queries the order afterwards. */
export interface ChooseWXPayOptions {
  /** Seconds. The JS-SDK reads this name, in lower case; what is signed is called `timeStamp`. */
  timestamp: number | string
  nonceStr: string
  /** `prepay_id=…` as a whole. */
  package: string
  /** The JS-SDK sends SHA1 where it is missing, which no order of WeChat Pay takes. */
  signType: 'RSA' | 'MD5' | 'HMAC-SHA256'
  paySign: string
}

/** Fields of `openEnterpriseRedPacket`. */
export interface OpenEnterpriseRedPacketOptions extends Omit<ChooseWXPayOptions, 'signType'> {
  /** @default 'SHA1' */
  signType?: string
}

/** Result of `openAddress`, as the payer has entered it. */
export interface AddressResult {
  /** Who receives. */
  userName: string
  /** Phone number. */
  telNumber: string
  postalCode: string
  /** 省 */
  provinceName: string
  /** 市 */
  cityName: string
  /** 区、县 */
  countryName: string
  /** Street and house. */
  detailInfo: string
  /** The administrative code of the district. */
  nationalCode: string
}

/** Fields of `openProductSpecificView`. */
export interface OpenProductSpecificViewOptions {
  productId: string
  /**
   * 0: an ordinary page, 1: the page after a scan, 2: the page of a WeChat shop (微信小店).
   * @default 0
   */
  viewType?: 0 | 1 | 2
  extInfo?: string
}

/** Fields of `addCard`. */
export interface AddCardOptions {
  cardList: {
    cardId: string
    /** JSON with the card's signature. */
    cardExt: string
  }[]
}

/** Result of `addCard`. */
export interface AddCardResult {
  cardList: { cardId: string; cardExt: string; isSuccess: boolean }[]
}

/** Fields of `chooseCard`. */
export interface ChooseCardOptions {
  /** Seconds. */
  timestamp: number | string
  nonceStr: string
  cardSign: string
  /** @default 'SHA1' */
  signType?: string
  shopId?: string
  cardType?: string
  cardId?: string
}

/** Result of `chooseCard`. */
export interface ChooseCardResult {
  /** JSON with the chosen cards. */
  cardList: string
}

/** Fields of `openCard`. */
export interface OpenCardOptions {
  cardList: { cardId: string; code: string }[]
}

/** Fields of `consumeAndShareCard`. */
export interface ConsumeAndShareCardOptions {
  cardId: string
  code: string
}
