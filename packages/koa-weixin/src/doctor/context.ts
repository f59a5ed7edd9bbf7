import { randomBytes } from 'node:crypto'
import type { WeixinOptions } from '../options/options.ts'
import type { Settings } from '../options/settings.ts'
import { createAccount, type Account } from '../remote/account.ts'
import { createGateway } from '../remote/create-gateway.ts'
import type { Gateway } from '../remote/gateway.ts'
import type { MerchantV3 } from '../remote/merchant.ts'
import { downloadCertificates } from '../remote/v3/certificates.ts'
import { createClockSkew } from '../remote/v3/clock-skew.ts'
import { createPlatformKeys, type PlatformCertificate } from '../remote/v3/platform-keys.ts'
import { isPublicHost } from './public-host.ts'

/** A file of WeChat's console that proves who owns the host. */
export interface VerifyFile {
  /** `MP_verify_….txt`. */
  name: string
  /** Its content, where the file is available; null: only its name is known. */
  content: string | null
}

/** What the checks work with: the app's configuration, and calls that cost no money. */
export interface DoctorContext {
  settings: Settings
  /** As the app wrote them; undefined where the configuration is an instance. */
  options: WeixinOptions | undefined
  /** Whether `settings` holds the app's own functions, such as `orders.onRefunded` and `onAlert`. */
  areHandlersKnown: boolean
  /** Fetches tokens by `stable_token`, whatever the app uses: it leaves the tokens of other servers valid. */
  account: Account
  /** Undefined without a merchant. */
  gateway: Gateway | undefined
  /** The certificates that WeChat Pay lists for a merchant of API v3; one call for all checks. */
  certificates: () => Promise<readonly PlatformCertificate[]>
  /** The access_token that a check got, for the checks after it. */
  accessToken: string | undefined
  /** Whether WeChat is a simulator on this machine or network: then the app may be there too. */
  isSimulated: boolean
  verifyFiles: readonly VerifyFile[]
  /** An out_trade_no that no order has. */
  unknownOutTradeNo: () => string
}

export function createContext(
  settings: Settings,
  given: Pick<DoctorContext, 'options' | 'areHandlersKnown' | 'verifyFiles'>,
): DoctorContext {
  const { http, appId, appSecret, merchant, endpoints, origin, notifyUrl } = settings
  const { now, random, nonce } = settings
  const shared = { appId, origin, notifyUrl, endpoints, http, now, random, nonce }
  let listed: Promise<readonly PlatformCertificate[]> | undefined
  return {
    ...given,
    settings,
    account: createAccount({ http, api: endpoints.api, appId, appSecret, endpoint: 'stable' }),
    gateway: merchant && createGateway(merchant, shared),
    certificates() {
      if (merchant?.api !== 'v3') throw new Error('only API v3 has certificates')
      listed ??= listCertificates(settings, merchant)
      return listed
    },
    accessToken: undefined,
    isSimulated: [endpoints.api, endpoints.pay].every(
      (one) => !isPublicHost(new URL(one).hostname),
    ),
    unknownOutTradeNo: () => `DOCTOR${randomBytes(11).toString('hex')}`,
  }
}

async function listCertificates(
  { http, appId, endpoints, notifyUrl, now, random, nonce }: Settings,
  merchant: MerchantV3,
): Promise<readonly PlatformCertificate[]> {
  const { pay, payBackup } = endpoints
  const { publicKeys, platformCertificates: _, ...rest } = merchant
  const platformKeys = createPlatformKeys({
    publicKeys,
    certificates: [],
    download: undefined,
    now,
  })
  const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  const options = { ...rest, http, appId, pay, payBackup, notifyUrl, now, random, nonce, sleep }
  return downloadCertificates(
    { ...options, platformKeys, clockSkew: createClockSkew(now) },
    publicKeys,
  )
}
