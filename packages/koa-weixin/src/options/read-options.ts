import { createSecretKey, type KeyObject } from 'node:crypto'
import type { TradeType } from 'weixin-contract'
import { invalid } from '../errors/option-invalid.ts'
import type { Endpoints, MerchantOptions } from './options.ts'
import { readCertificate, readKey, readSerialNo } from './read-key.ts'
import type { Hosts, Merchant } from '../remote/merchant-keys.ts'
import type { ServiceProvider } from '../service-provider.ts'

const WEIXIN_HOSTS: Endpoints = {
  api: 'https://api.weixin.qq.com',
  open: 'https://open.weixin.qq.com',
  pay: ['https://api.mch.weixin.qq.com', 'https://api2.mch.weixin.qq.com'],
}

/** Throws `option-invalid`, naming the option; never its value. */
export function requireText(name: string, value: string): string {
  if (typeof value !== 'string' || value === '' || value.trim() !== value)
    throw invalid(`${name}: empty, or has spaces or line breaks around it`)
  return value
}

/** An origin as browsers write it: no path, no slash at the end. */
export function readOrigin(name: string, value: string): string {
  if (!isOrigin(value)) throw invalid(`${name}: like https://tea.example.com`)
  const url = new URL(value)
  if (url.protocol !== 'https:' && !isLocal(url))
    throw invalid(`${name}: https, or http for localhost only`)
  return value
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && new URL(value).origin === value
}

/** Whether a page lives on this machine, where http is fine. */
function isLocal({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)
}

export function readBase(base: string): string {
  if (!/^(\/[0-9A-Za-z_-]+)+$/.test(base)) throw invalid('base: like /weixin')
  return base
}

export function readEncryptionKeys(secret: string | readonly string[]): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : secret
  if (secrets.length === 0 || secrets.some((one) => typeof one !== 'string' || one.length < 32))
    throw invalid('secret: at least 32 characters')
  return secrets
}

export function readEndpoints(endpoints: Endpoints = WEIXIN_HOSTS): Hosts {
  const given: Exclude<Endpoints, string> =
    typeof endpoints === 'string' ? { api: endpoints, open: endpoints, pay: endpoints } : endpoints
  const { api, open, ca } = given
  const [pay, payBackup] = typeof given.pay === 'string' ? [given.pay] : given.pay
  const secure = given.secure ?? pay
  for (const host of [api, open, pay, payBackup ?? pay, secure])
    if (!isOrigin(host)) throw invalid('endpoints: origins, without a path')
  return { api, open, pay, payBackup, secure, ca }
}

/** APIv2密钥. */
export function readApiV2Key(apiV2Key: string): string {
  if (!/^[!-~]{32}$/.test(requireText('merchant.apiV2Key', apiV2Key)))
    throw invalid('merchant.apiV2Key: exactly 32 characters')
  return apiV2Key
}

export function readMerchant(options: MerchantOptions): Merchant {
  const { mchId, apiV3Key, publicKeys = {} } = options
  if (Buffer.byteLength(requireText('merchant.apiV3Key', apiV3Key)) !== 32)
    throw invalid('merchant.apiV3Key: exactly 32 bytes')
  const ids = Object.keys(publicKeys)
  if (ids.length === 0 && !options.platformCertificates?.length)
    throw invalid('merchant.publicKeys: at least one, or give merchant.platformCertificates')
  const readPublic = (id: string): [string, KeyObject] => [
    id,
    readKey(`merchant.publicKeys[${id}]`, publicKeys[id], 'public'),
  ]
  const privateKey = readKey('merchant.privateKey', options.privateKey, 'private')
  return {
    mchId: requireText('merchant.mchId', mchId),
    serialNo: serialNoOf(options, privateKey),
    privateKey,
    apiV3Key: createSecretKey(apiV3Key, 'utf8'),
    apiV2Key: options.apiV2Key === undefined ? undefined : readApiV2Key(options.apiV2Key),
    publicKeys: new Map(ids.map(readPublic)),
    platformCertificates: readPlatformCertificates(options.platformCertificates, privateKey),
    serviceProvider: readServiceProvider(options),
  }
}

function readPlatformCertificates(
  given: MerchantOptions['platformCertificates'] = [],
  privateKey: KeyObject,
): Merchant['platformCertificates'] {
  if (given === 'download') return given
  if (!Array.isArray(given)) throw invalid("merchant.platformCertificates: 'download', or a list")
  return given.map((one, at) => {
    const name = `merchant.platformCertificates[${at}]`
    const certificate = readCertificate(name, one, "a certificate of WeChat Pay's (平台证书)")
    if (certificate.checkPrivateKey(privateKey))
      throw invalid(`${name}: this is the merchant's own; a certificate of WeChat Pay's is wanted`)
    return certificate
  })
}

export function readServiceProvider({
  mchId,
  serviceProvider,
}: Pick<MerchantOptions, 'mchId' | 'serviceProvider'>): ServiceProvider | undefined {
  if (!serviceProvider) return undefined
  const { subMchId, spAppId } = serviceProvider
  requireText('merchant.serviceProvider.subMchId', subMchId)
  if (subMchId === mchId)
    throw invalid('merchant.serviceProvider.subMchId: the sub-merchant, not mchId itself')
  if (spAppId !== undefined) requireText('merchant.serviceProvider.spAppId', spAppId)
  return serviceProvider
}

const TRADE_TYPES: readonly TradeType[] = ['jsapi', 'h5', 'native', 'app']

export function readTradeTypes(
  tradeTypes: readonly TradeType[] = ['jsapi'],
  { serviceProvider }: Pick<Merchant, 'serviceProvider'>,
): ReadonlySet<TradeType> {
  if (tradeTypes.length === 0 || !tradeTypes.every((tradeType) => TRADE_TYPES.includes(tradeType)))
    throw invalid(`tradeTypes: at least one of ${TRADE_TYPES.join(', ')}`)
  if (serviceProvider && tradeTypes.includes('app'))
    throw invalid('tradeTypes: app is not offered together with merchant.serviceProvider')
  return new Set(tradeTypes)
}

function serialNoOf({ serialNo, certificate }: MerchantOptions, privateKey: KeyObject): string {
  const derived = certificate === undefined ? serialNo : readSerialNo(certificate, privateKey)
  if (derived === undefined) throw invalid('merchant: give serialNo, or certificate')
  if (serialNo !== undefined && serialNo.toUpperCase() !== derived.toUpperCase())
    throw invalid('merchant.serialNo: not the serial of merchant.certificate')
  return requireText('merchant.serialNo', derived)
}
