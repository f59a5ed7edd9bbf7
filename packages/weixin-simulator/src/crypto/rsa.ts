import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto'
import { promisify } from 'node:util'

/** An RSA key pair of 2048 bits in PEM: SPKI and PKCS#8. */
export interface RsaPair {
  publicKey: string
  privateKey: string
}

const createRsaPair = (): Promise<RsaPair> =>
  promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })

const pairs = new Map<string, Promise<RsaPair>>()

/**
 * The key pair of this role. It is made once in a process, because making one takes about 100 ms of CPU: simulators of
 * one process share it, and differ in their merchant id, serial number and public key id.
 */
export function processRsaPair(role: string): Promise<RsaPair> {
  const made = pairs.get(role) ?? createRsaPair()
  pairs.set(role, made)
  return made
}

/** The SPKI PEM that belongs to a private key in PEM. */
export const publicKeyOf = (privateKey: string): string =>
  createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString()

/** Parsed keys by their PEM: parsing costs more than a verification. */
const parsed = new Map<string, KeyObject>()
const PARSED_AT_MOST = 50

function parse(pem: string, read: (pem: string) => KeyObject): KeyObject {
  const known = parsed.get(pem)
  if (known) return known
  if (parsed.size >= PARSED_AT_MOST) parsed.clear()
  const key = read(pem)
  parsed.set(pem, key)
  return key
}

/** SHA-256 with RSA PKCS#1 v1.5, standard base64. */
export const rsaSign = (text: string, privateKey: string): string =>
  sign('sha256', Buffer.from(text), parse(privateKey, createPrivateKey)).toString('base64')

/** False for anything that is not a good signature, undecodable base64 included. */
export function rsaVerify(signed: string | Buffer, signature: string, publicKey: string): boolean {
  const key = parse(publicKey, createPublicKey)
  const bytes = typeof signed === 'string' ? Buffer.from(signed) : signed
  return verify('sha256', bytes, key, Buffer.from(signature, 'base64'))
}
