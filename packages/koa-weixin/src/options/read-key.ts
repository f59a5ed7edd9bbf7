import { createPrivateKey, createPublicKey, KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { invalid } from '../errors/option-invalid.ts'
import type { Key } from './options.ts'

type Kind = 'private' | 'public'

/** What a PEM is called on its first line, and what people mistake it for. */
const LABELS: Record<Kind, RegExp> = {
  private: /^-----BEGIN (RSA )?PRIVATE KEY-----/,
  public: /^-----BEGIN (RSA )?PUBLIC KEY-----/,
}

/**
 * An RSA key as people have it: a KeyObject, a PEM (also with its line feeds written `\n`), bare
 * base64 of PKCS#8 or SPKI, bytes of either, or the path of a file. Throws `option-invalid`, naming
 * the option and never quoting the key.
 */
export function readKey(name: string, key: Key | undefined, kind: Kind): KeyObject {
  const read = key instanceof KeyObject ? key : parse(name, textOf(name, key), kind)
  if (read.type !== kind || read.asymmetricKeyType !== 'rsa')
    throw invalid(`${name}: an RSA ${kind} key is wanted here, not ${read.type}`)
  return read
}

function parse(name: string, text: string, kind: Kind): KeyObject {
  const pem = text.replaceAll('\\n', '\n').trim()
  const label = /^-----BEGIN ([A-Z ]+)-----/.exec(pem)?.[1]
  if (label !== undefined && !LABELS[kind].test(pem))
    throw invalid(`${name}: an RSA ${kind} key is wanted here, not a ${label.toLowerCase()}`)
  try {
    if (label !== undefined)
      return kind === 'private' ? createPrivateKey(pem) : createPublicKey(pem)
    const key = Buffer.from(pem, 'base64')
    return kind === 'private'
      ? createPrivateKey({ key, format: 'der', type: 'pkcs8' })
      : createPublicKey({ key, format: 'der', type: 'spki' })
  } catch {
    // The parser's own message may quote the key.
    throw invalid(`${name}: not a key that can be read; is all of it there?`)
  }
}

/** The merchant's certificate names its own serial, and fits one private key. */
export function readSerialNo(certificate: Key, privateKey: KeyObject): string {
  const name = 'merchant.certificate'
  const read = readCertificate(name, certificate, 'apiclient_cert.pem')
  if (!read.checkPrivateKey(privateKey))
    throw invalid(`${name}: merchant.privateKey does not belong to it`)
  return read.serialNumber
}

/** A certificate as a PEM, bytes of one, or the path of a file. `wanted` says which one belongs there. */
export function readCertificate(name: string, certificate: Key, wanted: string): X509Certificate {
  const text = certificate instanceof KeyObject ? '' : textOf(name, certificate)
  try {
    return new X509Certificate(text.replaceAll('\\n', '\n').trim())
  } catch {
    throw invalid(`${name}: ${wanted} is wanted here, -----BEGIN CERTIFICATE-----`)
  }
}

/** Neither a PEM nor base64 of that length is ever a path. */
export function textOf(name: string, key: string | Buffer | undefined): string {
  const text = key?.toString() ?? ''
  if (text.trim() === '') throw invalid(`${name}: empty`)
  if (Buffer.isBuffer(key)) return text.includes('-----BEGIN') ? text : key.toString('base64')
  if (text.includes('-----BEGIN') || /^[0-9A-Za-z+/\s=]{300,}$/.test(text)) return text
  try {
    return readFileSync(text, 'utf8')
  } catch {
    throw invalid(`${name}: neither a PEM (-----BEGIN …) nor a file that can be read`)
  }
}
