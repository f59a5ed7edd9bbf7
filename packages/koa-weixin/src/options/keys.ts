import { createPrivateKey, createPublicKey, KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { kindOf } from '../check-values.ts'
import { invalid } from '../errors/option-invalid.ts'
import type { Key } from './options.ts'

type Kind = 'private' | 'public'

/** How the first line of a PEM may name the key. */
const LABELS: Record<Kind, RegExp> = {
  private: /^-----BEGIN (RSA )?PRIVATE KEY-----/,
  public: /^-----BEGIN (RSA )?PUBLIC KEY-----/,
}

/**
 * An RSA key as people have it: a KeyObject, a PEM (also with its line breaks written `\n`, lost or indented), bare
 * base64 of PKCS#8 or SPKI, bytes of either, or the path of a file. Throws `option-invalid`, naming
 * the option and never quoting the key.
 */
export function readKey(name: string, key: Key | undefined, kind: Kind): KeyObject {
  const read = key instanceof KeyObject ? key : parse(name, readText(name, key), kind)
  if (read.type !== kind || read.asymmetricKeyType !== 'rsa')
    throw invalid(`${name}: an RSA ${kind} key is required, not ${read.type}`)
  return read
}

function parse(name: string, text: string, kind: Kind): KeyObject {
  const pem = pemOf(text)
  const label = /^-----BEGIN ([A-Z ]+)-----/.exec(pem)?.[1]
  if (label !== undefined && !LABELS[kind].test(pem))
    throw invalid(`${name}: an RSA ${kind} key is required, not a ${label.toLowerCase()}`)
  try {
    if (label !== undefined)
      return kind === 'private' ? createPrivateKey(pem) : createPublicKey(pem)
    const key = Buffer.from(pem, 'base64')
    return kind === 'private'
      ? createPrivateKey({ key, format: 'der', type: 'pkcs8' })
      : createPublicKey({ key, format: 'der', type: 'spki' })
  } catch {
    // The parser's own message may quote the key.
    throw invalid(`${name}: the key cannot be read; check that it is complete`)
  }
}

/** The serial of the merchant's certificate. Throws `option-invalid` where it does not belong to the private key. */
export function readSerialNo(
  certificate: Key,
  privateKey: KeyObject,
  name = 'merchant.certificate',
): string {
  const read = readCertificate(name, certificate, 'apiclient_cert.pem')
  if (!read.checkPrivateKey(privateKey))
    throw invalid(`${name}: the private key does not belong to it`)
  return read.serialNumber
}

/** A certificate: a PEM, its bytes, or the path of a file. `what` names it for the error. */
export function readCertificate(name: string, certificate: Key, what: string): X509Certificate {
  const text = certificate instanceof KeyObject ? '' : readText(name, certificate)
  try {
    return new X509Certificate(pemOf(text))
  } catch {
    throw invalid(`${name}: ${what} is required, which begins with -----BEGIN CERTIFICATE-----`)
  }
}

/**
 * A PEM with the line breaks that OpenSSL needs. On its way through an environment, a form or a YAML file they become
 * `\n`, spaces or nothing, or lines are indented. A PEM with headers of its own (encrypted) is left as it is.
 */
export function pemOf(text: string): string {
  const pem = text
    .replaceAll(/\\r|\uFEFF/g, '')
    .replaceAll('\\n', '\n')
    .trim()
  return pem.replaceAll(
    /(-----BEGIN ([A-Z ]+)-----)([\w+/=\s]+)(-----END \2-----)/g,
    (_, begin: string, _label, base64: string, end: string) =>
      [begin, base64.replaceAll(/\s/g, ''), end].join('\n'),
  )
}

/** The text of a key or certificate, read from its file where a path is given: neither a PEM nor long base64 is one. */
export function readText(name: string, key: unknown): string {
  if (typeof key !== 'string' && !Buffer.isBuffer(key))
    throw invalid(`${name}: a PEM, bytes or the path of a file is required, not ${kindOf(key)}`)
  const text = key.toString()
  if (text.trim() === '') throw invalid(`${name}: empty`)
  if (Buffer.isBuffer(key)) return text.includes('-----BEGIN') ? text : key.toString('base64')
  if (text.includes('-----BEGIN') || /^[0-9A-Za-z+/\s=]{300,}$/.test(text)) return text
  try {
    return readFileSync(text, 'utf8')
  } catch {
    throw invalid(`${name}: neither a PEM (-----BEGIN …) nor the path of a file that can be read`)
  }
}
