import { createPublicKey, X509Certificate, type KeyObject } from 'node:crypto'
import { readCertificate } from '../../options/keys.ts'
import type { Settings } from '../../options/settings.ts'
import type { MerchantV2, MerchantV3 } from '../../remote/merchant.ts'
import type { Check } from '../check.ts'
import type { DoctorContext } from '../context.ts'
import { fromError, ok, problem, skipped } from '../findings.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import type { Finding } from '../report.ts'

/** Whether the keys and certificates in the options belong together. */
export const keyChecks: readonly Check[] = [
  {
    id: 'keys',
    title: { en: 'Keys and their pairs', zh: '密钥与配对' },
    forMerchant: true,
    run: ({ settings: { merchant } }) =>
      merchant?.api === 'v3' ? checkV3(merchant) : checkV2(merchant),
  },
  {
    id: 'certificates',
    title: { en: 'Certificates and their dates', zh: '证书及有效期' },
    forMerchant: true,
    run: checkCertificates,
  },
]

const SERIAL_LENGTH = 40
const KEY_BITS = 2048

function checkV3({ privateKey, publicKeys, serialNo, platformCertificates }: MerchantV3): Finding {
  const own = spki(createPublicKey(privateKey))
  for (const [id, key] of publicKeys) if (spki(key) === own) return problem('public-key-own', id)
  const theirs = [
    ...publicKeys.keys(),
    ...(platformCertificates === 'download'
      ? []
      : platformCertificates.map((one) => one.serialNumber)),
  ]
  if (theirs.includes(serialNo)) return problem('serial-of-weixin', serialNo)
  if (serialNo.length < SERIAL_LENGTH) return problem('serial-length', serialNo)
  const bits = privateKey.asymmetricKeyDetails?.modulusLength
  if (bits !== KEY_BITS) return problem('private-key-size', `${bits} bits`)
  const ids = [...publicKeys.keys()].join(', ') || '-'
  return ok(
    `The private key is RSA-${KEY_BITS}, the APIv3 key has 32 bytes; public keys: ${ids}.`,
    `私钥为 RSA-${KEY_BITS}，APIv3密钥为 32 字节；微信支付公钥：${ids}。`,
  )
}

function checkV2(merchant: MerchantV2 | undefined): Finding {
  if (merchant?.clientCertificate)
    return ok(
      'The APIv2 key has 32 characters; the client certificate fits its key.',
      'APIv2密钥为 32 位；客户端证书与私钥配对。',
    )
  return fromError(new WeixinError('client-certificate-missing'), 'warning')
}

const DAY_MS = 24 * 60 * 60 * 1000
const SOON_DAYS = 30

interface Found {
  name: string
  certificate: X509Certificate
  isOwn: boolean
}

function checkCertificates({ settings, options }: DoctorContext): Finding {
  const found = certificatesOf(settings, options)
  const { merchant, now } = settings
  const foreign = found.find(
    ({ certificate, isOwn }) => isOwn && !isOf(certificate, merchant?.mchId ?? ''),
  )
  if (foreign) return problem('certificate-of-another', foreign.name)
  const lives = found.map(({ name, certificate: { validFrom, validTo } }) => ({
    name,
    validTo,
    // A day's grace: a wrong clock is another check's.
    isValid: Date.parse(validFrom) - DAY_MS <= now() && now() < Date.parse(validTo),
    days: Math.floor((Date.parse(validTo) - now()) / DAY_MS),
  }))
  const [first] = lives.toSorted((a, b) => a.days - b.days)
  if (!first)
    return skipped(
      'The options hold no certificate whose dates could be read (a p12 and a serial do not show them).',
      '选项中没有可读取有效期的证书（p12 和序列号无法显示有效期）。',
    )
  const dead = lives.find(({ isValid }) => !isValid)
  if (dead) return problem('certificate-expired', `${dead.name}, ${dead.validTo}`)
  if (first.days < SOON_DAYS)
    return problem('certificate-expires', `${first.name}, ${first.validTo}`)
  return ok(
    `The first of them, ${first.name}, expires in ${first.days} days.`,
    `最早到期的 ${first.name} 还有 ${first.days} 天。`,
  )
}

function certificatesOf(
  { merchant }: Pick<Settings, 'merchant'>,
  options: DoctorContext['options'],
): Found[] {
  if (merchant?.api === 'v2') {
    const pem = merchant.clientCertificate?.cert
    const name = 'merchant.clientCertificate'
    return pem === undefined ? [] : [{ name, certificate: new X509Certificate(pem), isOwn: true }]
  }
  const given = options?.merchant
  const own =
    given && given.api !== 'v2' && given.certificate !== undefined
      ? [
          {
            name: 'merchant.certificate',
            certificate: readCertificate('merchant.certificate', given.certificate, ''),
            isOwn: true,
          },
        ]
      : []
  const theirs = merchant?.platformCertificates
  if (theirs === undefined || theirs === 'download') return own
  const platform = theirs.map((certificate) => ({
    name: `merchant.platformCertificates ${certificate.serialNumber}`,
    certificate,
    isOwn: false,
  }))
  return [...own, ...platform]
}

/** The common name of a merchant's certificate is its mchid. */
function isOf({ subject }: X509Certificate, mchId: string): boolean {
  return subject.split('\n').some((line) => line.trim() === `CN=${mchId}`)
}

function spki(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64')
}
