import { X509Certificate } from 'node:crypto'
import { issueX509 } from '../crypto/x509.ts'
import { AUTHORITY_NAME, type Authority } from './authority.ts'

const FIVE_YEARS = 5 * 365 * 86_400_000

/**
 * The merchant's X.509 certificate in the form of the console's apiclient_cert.pem: CN = mchid, five years.
 * API v2 requires it as the client certificate of refunds.
 */
export function merchantCertificate(options: {
  mchId: string
  serialNo: string
  publicKey: string
  authority: Authority
  now: number
}): string {
  const { mchId, serialNo, publicKey, authority, now } = options
  return issueX509({
    serialNo,
    publicKey,
    subject: { commonName: mchId, organization: 'weixin-simulator' },
    issuer: { commonName: AUTHORITY_NAME },
    issuerKey: authority.privateKey,
    notBefore: now,
    notAfter: now + FIVE_YEARS,
  })
}

/** The SPKI PEM of the key that a certificate certifies. */
export const merchantPublicKey = (certificate: string): string =>
  new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString()
