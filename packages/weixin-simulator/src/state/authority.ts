import { generateKeyPairSync } from 'node:crypto'
import { processRandom, type Random } from '../crypto/random.ts'
import { issueX509 } from '../crypto/x509.ts'

const FIVE_YEARS = 5 * 365 * 86_400_000
const DAY = 86_400_000

/** The certificate authority of merchants' certificates and of our own TLS port. One EC key serves for both. */
export interface Authority {
  /** PKCS#8, PEM. */
  privateKey: string
  /** X.509, PEM. */
  certificate: string
  /** X.509, PEM: for localhost, host.docker.internal and 127.0.0.1. */
  serverCertificate: string
}

/** The common name of the authority. */
export const AUTHORITY_NAME = 'weixin-simulator, no real CA'

/** A serial is a positive number of 40 hex characters: its first bit must be 0, its first digit is not. */
export const newSerialNo = (random: Random = processRandom): string =>
  `5${random.hex(39)}`.toUpperCase()

function createAuthority(): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  // TLS looks at the real clock, whatever clock the simulator was given.
  const now = Date.now()
  const common = {
    issuer: { commonName: AUTHORITY_NAME },
    publicKey,
    issuerKey: privateKey,
    notBefore: now - DAY,
    notAfter: now + FIVE_YEARS,
  }
  return {
    privateKey,
    certificate: issueX509({
      ...common,
      serialNo: newSerialNo(),
      subject: { commonName: AUTHORITY_NAME },
      use: 'authority',
    }),
    serverCertificate: issueX509({
      ...common,
      serialNo: newSerialNo(),
      subject: { commonName: 'localhost' },
      use: {
        serverNames: ['localhost', 'host.docker.internal'],
        serverAddresses: ['127.0.0.1'],
      },
    }),
  }
}

let made: Authority | undefined

/** The simulators of one process share their authority. */
export const processAuthority = (): Authority => (made ??= createAuthority())
