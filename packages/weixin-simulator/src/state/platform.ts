import { createPublicKey, generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { randomHex } from '../crypto/random.ts'

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

/** Node signs no certificates, so node-forge does. A test's server may have a clock a little behind. */
export async function issueCertificate(now: number): Promise<PlatformCertificate> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()
  // A serial is a positive number: its first bit must be 0, its first digit is not.
  const serialNo = `4${randomHex(39)}`.toUpperCase()
  const effectiveAt = Math.floor(now / 1000) * 1000 - MINUTE
  const expiresAt = effectiveAt + FIVE_YEARS
  const made = forge.pki.createCertificate()
  made.publicKey = forge.pki.publicKeyFromPem(publicKey)
  made.serialNumber = serialNo
  made.validity.notBefore = new Date(effectiveAt)
  made.validity.notAfter = new Date(expiresAt)
  made.setSubject([{ name: 'commonName', value: 'Tenpay.com sign' }])
  made.setIssuer([{ name: 'commonName', value: 'weixin-simulator, no real CA' }])
  made.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create())
  const certificate = forge.pki.certificateToPem(made).replaceAll('\r\n', '\n')
  return { serialNo, certificate, privateKey, effectiveAt, expiresAt, isListed: false }
}
