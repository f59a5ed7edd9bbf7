import type { KeyObject, X509Certificate } from 'node:crypto'
import type { SignType } from '../protocol/v2/sign.ts'
import type { ServiceProvider } from '../service-provider.ts'
import type { ClientCertificate } from './http.ts'

/** The merchant with its keys parsed: once, because parsing costs more than signing. */
export interface Merchant {
  mchId: string
  serialNo: string
  privateKey: KeyObject
  apiV3Key: KeyObject
  apiV2Key: string | undefined
  publicKeys: ReadonlyMap<string, KeyObject>
  platformCertificates: 'download' | readonly X509Certificate[]
  serviceProvider: ServiceProvider | undefined
}

/** WeChat's hosts, each alone. */
export interface Hosts {
  api: string
  open: string
  pay: string
  /** Asked when `pay` gives no answer. */
  payBackup: string | undefined
  /** Asks for the client certificate of API v2. */
  secure: string
  /** Of the authority of `secure`, where Node does not know it. */
  ca: string | undefined
}

/** A merchant of API v2, its certificate read and tried once. */
export interface MerchantV2 {
  mchId: string
  apiV2Key: string
  signType: SignType
  clientCertificate: ClientCertificate | undefined
  serviceProvider: ServiceProvider | undefined
}

/** The merchant's keys, and the API that they are for. */
export type MerchantKeys = ({ api: 'v2' } & MerchantV2) | ({ api: 'v3' } & Merchant)
