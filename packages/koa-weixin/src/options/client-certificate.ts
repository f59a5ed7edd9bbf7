import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { invalid } from '../errors/option-invalid.ts'
import type { ClientCertificate } from '../remote/http.ts'
import { asObject, text } from './field.ts'
import { pemOf, readKey, readSerialNo, readText } from './keys.ts'
import { refuseUnknown } from './known-names.ts'
import type { MerchantV2Options } from './options.ts'

const NAME = 'merchant.clientCertificate'

type Given = NonNullable<MerchantV2Options['clientCertificate']>

/**
 * Reads the client certificate of API v2. `passphrase` opens a p12 that names none, `ca` is the authority of
 * the host. Throws `option-invalid`.
 */
export function readClientCertificate(
  value: Given,
  { passphrase, ca }: { passphrase: string; ca: string | undefined },
): ClientCertificate {
  const given = asObject(NAME, value) as Given
  const read = 'p12' in given ? readP12(given, passphrase) : readPems(given)
  return ca === undefined ? read : { ca, ...read }
}

function readP12(given: Extract<Given, { p12: unknown }>, passphrase: string): ClientCertificate {
  refuseUnknown(given, ['p12', 'passphrase'], `${NAME}.`)
  const read = {
    pfx: bytesOf(given.p12),
    passphrase: text(`${NAME}.passphrase`, given.passphrase ?? passphrase),
  }
  try {
    createSecureContext(read)
  } catch {
    // OpenSSL's own message says no more; files from long ago need RC2, which OpenSSL 3 does not have.
    throw invalid(
      `${NAME}.p12: it cannot be opened. Check the passphrase (the mchId). An old file needs ciphers that Node no longer has: give certificate and privateKey (apiclient_cert.pem, apiclient_key.pem) instead`,
    )
  }
  return read
}

function bytesOf(given: string | Buffer): Buffer {
  if (Buffer.isBuffer(given)) return given
  const p12 = text(`${NAME}.p12`, typeof given === 'string' ? given.trim() : given)
  if (/^[0-9A-Za-z+/\s=]{300,}$/.test(p12)) return Buffer.from(p12, 'base64')
  try {
    return readFileSync(p12)
  } catch {
    throw invalid(`${NAME}.p12: neither base64 nor a file that can be read`)
  }
}

function readPems(given: Extract<Given, { certificate: unknown }>): ClientCertificate {
  refuseUnknown(given, ['certificate', 'privateKey'], `${NAME}.`)
  const { certificate, privateKey } = given
  const key = readKey(`${NAME}.privateKey`, privateKey, 'private')
  // It throws where they do not belong together.
  readSerialNo(certificate, key, `${NAME}.certificate`)
  if (typeof certificate !== 'string' && !Buffer.isBuffer(certificate))
    throw invalid(`${NAME}.certificate: a certificate is required, not a key`)
  return {
    cert: pemOf(readText(`${NAME}.certificate`, certificate)),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
