import type { Random } from '../crypto/random.ts'
import { processRsaPair } from '../crypto/rsa.ts'
import { issueX509 } from '../crypto/x509.ts'
import { AUTHORITY_NAME, newSerialNo, type Authority } from './authority.ts'

/** A certificate of WeChat Pay's own (平台证书), with the key that signs by it. */
export interface PlatformCertificate {
  serialNo: string
  /** PEM. */
  certificate: string
  privateKey: string
  /** Milliseconds. */
  effectiveAt: number
  expiresAt: number
  /** Whether /v3/certificates names it. */
  isListed: boolean
}

/** What WeChat Pay signs with, beside the public key's pair. */
export interface PlatformState {
  certificates: PlatformCertificate[]
  /** By serial or public key id; empty: the public key alone. */
  shares: Record<string, number>
}

const FIVE_YEARS = 5 * 365 * 86_400_000
const MINUTE = 60_000

/**
 * The certificate with this ordinal number, counted from 1 in each simulator. It is valid from a minute ago, because
 * the clock of a test's server may be a little behind.
 */
export async function issueCertificate(
  ordinal: number,
  authority: Authority,
  { now, random }: { now: number; random: Random },
): Promise<PlatformCertificate> {
  const { privateKey, publicKey } = await processRsaPair(`platform certificate ${ordinal}`)
  const serialNo = newSerialNo(random)
  const effectiveAt = Math.floor(now / 1000) * 1000 - MINUTE
  const expiresAt = effectiveAt + FIVE_YEARS
  const certificate = issueX509({
    serialNo,
    publicKey,
    subject: { commonName: 'Tenpay.com sign' },
    issuer: { commonName: AUTHORITY_NAME },
    issuerKey: authority.privateKey,
    notBefore: effectiveAt,
    notAfter: expiresAt,
  })
  return { serialNo, certificate, privateKey, effectiveAt, expiresAt, isListed: false }
}
