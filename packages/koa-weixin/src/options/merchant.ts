import { createSecretKey, type KeyObject } from 'node:crypto'
import { kindOf } from '../check-values.ts'
import { invalid } from '../errors/option-invalid.ts'
import type { SignType } from '../protocol/v2/sign.ts'
import type { Merchant, MerchantV2, MerchantV3 } from '../remote/merchant.ts'
import type { ServiceProvider } from '../service-provider.ts'
import { readClientCertificate } from './client-certificate.ts'
import { absent, asObject, oneOf, optional, readFields, required, text } from './field.ts'
import { readCertificate, readKey, readSerialNo } from './keys.ts'
import type { Key, MerchantOptions, MerchantV2Options } from './options.ts'

/** WeChat Pay's id of a public key, or the serial of the certificate that a key was taken from. */
const PUBLIC_KEY_ID = /^(PUB_KEY_ID_[0-9A-Za-z]+|[0-9A-F]{32,40})$/

const serviceProviderFields = { subMchId: required(mchId), spAppId: absent(text) }

const v3Fields = {
  api: optional(oneOf('v3'), (): 'v3' => 'v3'),
  mchId: required(mchId),
  serialNo: absent(serial),
  certificate: absent(given<Key>),
  privateKey: required((name, value) => readKey(name, value as Key, 'private')),
  apiV3Key: required(apiV3Key),
  publicKeys: optional(publicKeys, () => new Map<string, KeyObject>()),
  platformCertificates: optional(
    platformCertificates,
    (): MerchantV3['platformCertificates'] => [],
  ),
  serviceProvider: absent(serviceProvider),
  apiV2Key: absent(apiV2Key),
}

const v2Fields = {
  api: required(oneOf('v2')),
  mchId: required(mchId),
  apiV2Key: required(apiV2Key),
  signType: optional(oneOf('MD5', 'HMAC-SHA256'), (): SignType => 'MD5'),
  clientCertificate: absent(given<NonNullable<MerchantV2Options['clientCertificate']>>),
  serviceProvider: absent(serviceProvider),
}

/** Reads the option `merchant`. `ca`: PEM of the authority of `endpoints.secure`. */
export function readMerchant(
  value: MerchantOptions | MerchantV2Options,
  { ca }: { ca: string | undefined },
): Merchant {
  const options = asObject('merchant', value)
  const api = oneOf('v3', 'v2')('merchant.api', value.api ?? 'v3')
  return api === 'v2' ? readV2(options, ca) : readV3(options)
}

function readV3(options: object): MerchantV3 {
  const read = readFields(v3Fields, options, 'merchant.')
  const { serialNo, certificate, privateKey, publicKeys, platformCertificates } = read
  if (publicKeys.size === 0 && platformCertificates.length === 0)
    throw invalid('merchant.publicKeys: at least one, or give merchant.platformCertificates')
  if (typeof platformCertificates !== 'string')
    for (const [at, one] of platformCertificates.entries())
      if (one.checkPrivateKey(privateKey))
        throw invalid(
          `merchant.platformCertificates[${at}]: this is the merchant's own; a certificate of WeChat Pay's is required`,
        )
  const derived = certificate === undefined ? serialNo : readSerialNo(certificate, privateKey)
  if (derived === undefined)
    throw invalid('merchant.serialNo: missing; give it, or merchant.certificate')
  if (serialNo !== undefined && serialNo !== derived)
    throw invalid('merchant.serialNo: not the serial of merchant.certificate')
  requireOther(read)
  const { api, mchId, apiV3Key, apiV2Key, serviceProvider } = read
  return {
    api,
    mchId,
    serialNo: derived,
    privateKey,
    apiV3Key,
    apiV2Key,
    publicKeys,
    platformCertificates,
    serviceProvider,
  }
}

function readV2(options: object, ca: string | undefined): MerchantV2 {
  const read = readFields(v2Fields, options, 'merchant.')
  requireOther(read)
  const { clientCertificate, mchId } = read
  return {
    ...read,
    clientCertificate:
      clientCertificate && readClientCertificate(clientCertificate, { passphrase: mchId, ca }),
  }
}

function requireOther({
  mchId,
  serviceProvider,
}: Pick<Merchant, 'mchId' | 'serviceProvider'>): void {
  if (serviceProvider?.subMchId === mchId)
    throw invalid(
      'merchant.serviceProvider.subMchId: the sub-merchant is required, not mchId itself',
    )
}

function given<T>(name: string, value: unknown): T {
  if (value === null) throw invalid(`${name}: leave it out, or give it`)
  return value as T
}

/** YAML and JSON turn a merchant account without quotes into a number. */
function mchId(name: string, value: unknown): string {
  if (typeof value === 'number')
    throw invalid(`${name}: a text is required, not a number: write it in quotes`)
  const id = text(name, value)
  if (!/^\d{6,32}$/.test(id)) throw invalid(`${name}: digits only, such as 1900000109`)
  return id
}

/** Certificates show it with colons or in lower case; WeChat Pay compares it in upper case without them. */
function serial(name: string, value: unknown): string {
  const plain = text(name, value).replaceAll(/[:\s]/g, '').toUpperCase()
  if (!/^[0-9A-F]{1,40}$/.test(plain)) throw invalid(`${name}: up to 40 hex digits`)
  return plain
}

function apiV3Key(name: string, value: unknown): KeyObject {
  const key = text(name, value)
  if (Buffer.byteLength(key) !== 32) throw invalid(`${name}: exactly 32 characters (bytes)`)
  return createSecretKey(key, 'utf8')
}

function apiV2Key(name: string, value: unknown): string {
  const key = text(name, value)
  if (!/^[!-~]{32}$/.test(key)) throw invalid(`${name}: exactly 32 letters and digits`)
  return key
}

function publicKeys(name: string, value: unknown): ReadonlyMap<string, KeyObject> {
  const entries = Object.entries(asObject(name, value)) as [string, Key][]
  const keys = entries.map(([id, key]) => {
    if (!PUBLIC_KEY_ID.test(id))
      throw invalid(`${name}[${id}]: the id of the key is required, which begins with PUB_KEY_ID_`)
    return [id, readKey(`${name}[${id}]`, key, 'public')] as const
  })
  return new Map(keys)
}

function platformCertificates(name: string, value: unknown): MerchantV3['platformCertificates'] {
  if (value === 'download') return value
  if (!Array.isArray(value)) throw invalid(`${name}: 'download', or a list, not ${kindOf(value)}`)
  return value.map((one: Key, at) =>
    readCertificate(`${name}[${at}]`, one, "a certificate of WeChat Pay's (平台证书)"),
  )
}

function serviceProvider(name: string, value: unknown): ServiceProvider {
  const { subMchId, spAppId } = readFields(serviceProviderFields, asObject(name, value), `${name}.`)
  return spAppId === undefined ? { subMchId } : { subMchId, spAppId }
}
