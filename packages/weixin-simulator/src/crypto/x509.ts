import { createPublicKey, sign } from 'node:crypto'
import {
  bits,
  implicit,
  integer,
  objectId,
  octets,
  sequence,
  set,
  tagged,
  time,
  trueValue,
  utf8,
} from './der.ts'

const COMMON_NAME = '2.5.4.3'
const ORGANIZATION = '2.5.4.10'
const ECDSA_SHA256 = '1.2.840.10045.4.3.2'
const BASIC_CONSTRAINTS = '2.5.29.19'
const KEY_USAGE = '2.5.29.15'
const EXTENDED_KEY_USAGE = '2.5.29.37'
const SUBJECT_ALTERNATIVE_NAME = '2.5.29.17'
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1'

/** Who a certificate is about, or who issued it. */
export interface X509Name {
  /** CN. */
  commonName: string
  /** O; absent: the name has none. */
  organization?: string
}

/** What {@link issueX509} needs to know. */
export interface X509Request {
  /** Hex, with a first digit below 8: a serial is a positive number. */
  serialNo: string
  subject: X509Name
  issuer: X509Name
  /** SPKI, PEM: the key that the certificate is about. */
  publicKey: string
  /** Milliseconds; cut to whole seconds. */
  notBefore: number
  /** Milliseconds; cut to whole seconds. */
  notAfter: number
  /** The issuer's EC P-256 key, PKCS#8 PEM. */
  issuerKey: string
  /** What the certificate may be used for; absent: it has no extensions. */
  use?: 'authority' | { serverNames: readonly string[]; serverAddresses: readonly string[] }
}

const nameOf = ({ commonName, organization }: X509Name): Buffer => {
  const part = (id: string, text: string): Buffer => set(sequence(objectId(id), utf8(text)))
  return organization === undefined
    ? sequence(part(COMMON_NAME, commonName))
    : sequence(part(COMMON_NAME, commonName), part(ORGANIZATION, organization))
}

const extension = (id: string, value: Buffer): Buffer => sequence(objectId(id), octets(value))

function extensionsOf(use: NonNullable<X509Request['use']>): Buffer {
  if (use === 'authority') {
    // Bit 5 of KeyUsage: keyCertSign.
    const keyUsage = bits(Buffer.from([0b00000100]), 2)
    return sequence(
      extension(BASIC_CONSTRAINTS, sequence(trueValue())),
      extension(KEY_USAGE, keyUsage),
    )
  }
  const names = use.serverNames.map((name) => implicit(2, Buffer.from(name, 'ascii')))
  const addresses = use.serverAddresses.map((ip) =>
    implicit(7, Buffer.from(ip.split('.').map(Number))),
  )
  return sequence(
    extension(EXTENDED_KEY_USAGE, sequence(objectId(SERVER_AUTHENTICATION))),
    extension(SUBJECT_ALTERNATIVE_NAME, sequence(...names, ...addresses)),
  )
}

/** An X.509 v3 certificate in PEM, signed with ECDSA and SHA-256 (RFC 5280, RFC 5758). */
export function issueX509(request: X509Request): string {
  const algorithm = sequence(objectId(ECDSA_SHA256))
  const key = createPublicKey(request.publicKey).export({ type: 'spki', format: 'der' })
  const { use } = request
  const toBeSigned = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(Buffer.from(request.serialNo, 'hex')),
    algorithm,
    nameOf(request.issuer),
    sequence(time(request.notBefore), time(request.notAfter)),
    nameOf(request.subject),
    key,
    ...(use === undefined ? [] : [tagged(3, extensionsOf(use))]),
  )
  const signature = sign('sha256', toBeSigned, request.issuerKey)
  const certificate = sequence(toBeSigned, algorithm, bits(signature)).toString('base64')
  const lines = certificate.replace(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
