import { generateKeyPair } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { randomHex } from '../crypto/random.ts'

const FIVE_YEARS = 5 * 365 * 86_400_000
const DAY = 86_400_000

/** Who vouches for merchants' certificates, and for our own TLS port. All PEM; one key for both. */
export interface Authority {
  privateKey: string
  certificate: string
  /** Of localhost. */
  serverCertificate: string
}

export const AUTHORITY_NAME = 'weixin-simulator, no real CA'

async function makeAuthority(): Promise<Authority> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  const issue = (name: string, extensions: object[]): string => {
    const certificate = forge.pki.createCertificate()
    certificate.publicKey = forge.pki.publicKeyFromPem(publicKey)
    certificate.serialNumber = `5${randomHex(39)}`
    // TLS looks at the real clock, whatever clock the simulator was given.
    certificate.validity.notBefore = new Date(Date.now() - DAY)
    certificate.validity.notAfter = new Date(Date.now() + FIVE_YEARS)
    certificate.setSubject([{ name: 'commonName', value: name }])
    certificate.setIssuer([{ name: 'commonName', value: AUTHORITY_NAME }])
    certificate.setExtensions(extensions)
    certificate.sign(forge.pki.privateKeyFromPem(privateKey), forge.md.sha256.create())
    return forge.pki.certificateToPem(certificate).replaceAll('\r\n', '\n')
  }
  return {
    privateKey,
    certificate: issue(AUTHORITY_NAME, [
      { name: 'basicConstraints', cA: true },
      { name: 'keyUsage', keyCertSign: true },
    ]),
    serverCertificate: issue('localhost', [
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
        ],
      },
    ]),
  }
}

let made: Promise<Authority> | undefined

/** Made once a process: it takes a moment, and several simulators may well share theirs. */
export const processAuthority = (): Promise<Authority> => (made ??= makeAuthority())

/** apiclient_cert.p12 as a console gives it (its passphrase is the mchid), in base64. */
export function merchantP12(options: {
  mchId: string
  privateKey: string
  certificate: string
}): string {
  const { mchId, privateKey, certificate } = options
  const p12 = forge.pkcs12.toPkcs12Asn1(
    forge.pki.privateKeyFromPem(privateKey),
    [forge.pki.certificateFromPem(certificate)],
    mchId,
    { algorithm: 'aes256' },
  )
  return forge.util.encode64(forge.asn1.toDer(p12).getBytes())
}
