import { createHash, createHmac, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto'
import { integer, nullValue, objectId, octets, sequence, set, smallInteger, tagged } from './der.ts'

const DATA = '1.2.840.113549.1.7.1'
const SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2'
const CERTIFICATE_BAG = '1.2.840.113549.1.12.10.1.3'
const X509_CERTIFICATE = '1.2.840.113549.1.9.22.1'
const LOCAL_KEY_ID = '1.2.840.113549.1.9.21'
const SHA1 = '1.3.14.3.2.26'
const ROUNDS = 2048
const SHA1_BLOCK = 64

const repeatedTo = (bytes: Buffer, length: number): Buffer =>
  Buffer.alloc(Math.ceil(bytes.length / length) * length, bytes)

/** The key of the file's MAC, 20 bytes: RFC 7292, appendix B.2, with purpose 3. One round gives all of it. */
function macKey(passphrase: string, salt: Buffer): Buffer {
  const password = Buffer.from(`${passphrase}\0`, 'utf16le').swap16()
  let digest = Buffer.concat([
    Buffer.alloc(SHA1_BLOCK, 3),
    repeatedTo(salt, SHA1_BLOCK),
    repeatedTo(password, SHA1_BLOCK),
  ])
  for (let i = 0; i < ROUNDS; i++) digest = createHash('sha1').update(digest).digest()
  return digest
}

const dataInfo = (content: Buffer): Buffer => sequence(objectId(DATA), tagged(0, octets(content)))

/** Puts a private key and its certificate into a PKCS#12 file (RFC 7292): the key is encrypted with AES-256. */
export function packP12(options: {
  /** PKCS#8, PEM. */
  privateKey: string
  /** X.509, PEM. */
  certificate: string
  passphrase: string
}): Buffer {
  const { privateKey, certificate, passphrase } = options
  const key = createPrivateKey(privateKey).export({
    type: 'pkcs8',
    format: 'der',
    cipher: 'aes-256-cbc',
    passphrase,
  })
  const { raw } = new X509Certificate(certificate)
  const keyId = createHash('sha1').update(raw).digest()
  const attributes = set(sequence(objectId(LOCAL_KEY_ID), set(octets(keyId))))
  const certificateBag = sequence(objectId(X509_CERTIFICATE), tagged(0, octets(raw)))
  const safe = sequence(
    dataInfo(sequence(sequence(objectId(CERTIFICATE_BAG), tagged(0, certificateBag), attributes))),
    dataInfo(sequence(sequence(objectId(SHROUDED_KEY_BAG), tagged(0, key), attributes))),
  )
  const salt = randomBytes(8)
  const mac = createHmac('sha1', macKey(passphrase, salt)).update(safe).digest()
  return sequence(
    integer(Buffer.from([3])),
    dataInfo(safe),
    sequence(
      sequence(sequence(objectId(SHA1), nullValue()), octets(mac)),
      octets(salt),
      smallInteger(ROUNDS),
    ),
  )
}
