import type { KeyObject, X509Certificate } from 'node:crypto'
import type { SignType } from '../protocol/v2/sign.ts'
import type { ServiceProvider } from '../service-provider.ts'
import type { ClientCertificate } from './http.ts'

/** A merchant of API v3 with its keys parsed: once, because parsing costs more than signing. */
export interface MerchantV3 {
  api: 'v3'
  mchId: string
  /** In upper case, without colons. */
  serialNo: string
  privateKey: KeyObject
  apiV3Key: KeyObject
  apiV2Key: string | undefined
  publicKeys: ReadonlyMap<string, KeyObject>
  platformCertificates: 'download' | readonly X509Certificate[]
  serviceProvider: ServiceProvider | undefined
}

/** A merchant of API v2, its certificate read and tried once. */
export interface MerchantV2 {
  api: 'v2'
  mchId: string
  apiV2Key: string
  signType: SignType
  clientCertificate: ClientCertificate | undefined
  serviceProvider: ServiceProvider | undefined
}

/** A merchant: which API it uses, and what that needs. */
export type Merchant = MerchantV3 | MerchantV2

/** WeChat's hosts, each alone. */
export interface Hosts {
  /** Calls of the account: token, ticket, sign-in. */
  api: string
  /** The page where a user consents. */
  open: string
  /** WeChat Pay. */
  pay: string
  /** Called when `pay` does not answer. */
  payBackup: string | undefined
  /** Requires the client certificate of API v2. */
  secure: string
  /** PEM of the authority of `secure`, where Node does not know it. */
  ca: string | undefined
}
