/** The calls that WeChat counts. */
export type CountedCall = 'token' | 'stable_token' | 'getticket'

/** How many calls WeChat answers; a number alone is a day's. What is left out has no limit. */
export type Quota =
  | number
  | {
      /** Calls between two midnights in China; absent: no limit. */
      day?: number
      /** Calls in a minute of the clock; absent: no limit. */
      minute?: number
    }

/** The quota of each call; a call without one has no limit. */
export type Quotas = Partial<Record<CountedCall, Quota>>

/** The secrets and public ids that WeChat's consoles give to an account and its merchant. Keys are PEM. */
export interface Credentials {
  /** The Official Account's appid. */
  appId: string
  /** The Official Account's AppSecret. */
  appSecret: string
  /** The merchant's mchid. */
  mchId: string
  /** Serial of the merchant's certificate: 40 hex characters, upper case. */
  serialNo: string
  /** The merchant's private key, PKCS#8. */
  privateKey: string
  /** The merchant's certificate, X.509. */
  certificate: string
  /** APIv3密钥, 32 characters. */
  apiV3Key: string
  /** Id of WeChat Pay's public key, PUB_KEY_ID_…. */
  publicKeyId: string
  /** WeChat Pay's public key, SPKI. */
  publicKey: string
  /** APIv2密钥, 32 characters. */
  apiV2Key: string
  /** The authority of `secureUrl` and of the merchant's certificate, X.509. */
  ca: string
  /** apiclient_cert.p12 in base64; its passphrase is the mchId. */
  p12: string
}

/** WeChat Pay's own RSA key pair. */
export interface WeixinKeys {
  /** PKCS#8, PEM. */
  privateKey: string
  /** SPKI, PEM. */
  publicKey: string
  /** Its id, PUB_KEY_ID_…. */
  publicKeyId: string
}

/** The merchant's own RSA key, so that no pair has to be made. */
export interface MerchantKeys {
  /** PKCS#8, PEM, 2048 bits. */
  privateKey: string
  /** Serial of its certificate: 40 hex characters, upper case, the first below 8. Default: a random one. */
  serialNo?: string
}

/** A merchant for whom `mchId`, as a service provider (服务商), takes orders. */
export interface SubMerchant {
  /** Its sub_mchid. */
  mchId: string
  /** Its own Official Account; its users' openids are those of `subOpenid`. */
  appId?: string
}
