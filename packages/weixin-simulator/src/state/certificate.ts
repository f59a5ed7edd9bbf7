import { X509Certificate } from 'node:crypto'
import forge from 'node-forge'
import { AUTHORITY_NAME, type Authority } from './authority.ts'

const FIVE_YEARS = 5 * 365 * 86_400_000

/**
 * The merchant's X.509 certificate in the form of the console's apiclient_cert.pem: CN = mchid, five years.
 * Node signs no certificates, so node-forge does. API v2 asks for it as the client certificate of refunds.
 */
export function merchantCertificate(options: {
  mchId: string
  serialNo: string
  publicKey: string
  authority: Authority
  now: number
}): string {
  const certificate = forge.pki.createCertificate()
  certificate.publicKey = forge.pki.publicKeyFromPem(options.publicKey)
  certificate.serialNumber = options.serialNo
  certificate.validity.notBefore = new Date(options.now)
  certificate.validity.notAfter = new Date(options.now + FIVE_YEARS)
  certificate.setSubject([
    { name: 'commonName', value: options.mchId },
    { name: 'organizationName', value: 'weixin-simulator' },
  ])
  certificate.setIssuer([{ name: 'commonName', value: AUTHORITY_NAME }])
  const issuer = forge.pki.privateKeyFromPem(options.authority.privateKey)
  certificate.sign(issuer, forge.md.sha256.create())
  return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n')
}

/** The SPKI PEM of the key that a certificate certifies. */
export const merchantPublicKey = (certificate: string): string =>
  new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString()
