import type { MerchantOptions, MerchantV2Options, WeixinOptions } from '../../src/index.ts'
import { runDoctor, type DoctorOptions } from '../../src/doctor/run-doctor.ts'
import { endpointsOf, openShop, SECRET, type Shop, type ShopOptions } from '../shop.ts'

/** A shop that runs, and the options that it was made with: a test spoils one of the two. */
export interface Healthy {
  shop: Shop
  options: WeixinOptions
  merchant: MerchantOptions
  merchantV2: MerchantV2Options
}

export async function openHealthy(shopOptions: ShopOptions = {}): Promise<Healthy> {
  const shop = await openShop(shopOptions)
  const { credentials } = shop.simulator
  const { appId, appSecret, mchId, apiV3Key, apiV2Key, publicKeyId, publicKey } = credentials
  const merchant: MerchantOptions = {
    mchId,
    certificate: credentials.certificate,
    privateKey: credentials.privateKey,
    apiV3Key,
    publicKeys: { [publicKeyId]: publicKey },
  }
  const merchantV2: MerchantV2Options = {
    api: 'v2',
    mchId,
    apiV2Key,
    clientCertificate: { p12: credentials.p12 },
  }
  const options: WeixinOptions = {
    appId,
    appSecret,
    origin: shop.url,
    encryptionKeys: SECRET,
    merchant,
    orders: shop.orders,
    endpoints: endpointsOf(shop.simulator),
    logger: { info() {}, warn() {}, error() {} },
  }
  return { shop, options, merchant, merchantV2 }
}

/** What was not well, by the ids of the checks: `failed code` or `warning code`; and which checks were skipped. */
export async function troublesOf(
  options: WeixinOptions,
  doctorOptions: DoctorOptions = {},
): Promise<{ troubles: Record<string, string>; skipped: string[] }> {
  const { report } = await runDoctor({ kind: 'options', options }, doctorOptions)
  const troubles = report.checks
    .filter(({ status }) => status === 'failed' || status === 'warning')
    .map(({ id, status, code }) => [id, `${status} ${code}`])
  const skipped = report.checks.filter(({ status }) => status === 'skipped').map(({ id }) => id)
  return { troubles: Object.fromEntries(troubles) as Record<string, string>, skipped }
}
