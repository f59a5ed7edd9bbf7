import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { invalid } from '../errors/option-invalid.ts'
import type { MerchantV2Options } from './options.ts'
import { readKey, readSerialNo, textOf } from './read-key.ts'
import { readApiV2Key, readServiceProvider, requireText } from './read-options.ts'
import type { ClientCertificate } from '../remote/http.ts'
import type { MerchantV2 } from '../remote/merchant-keys.ts'

const NAME = 'merchant.clientCertificate'

/** Throws `option-invalid`, naming the option; never its value. `ca`: see `Endpoints`. */
export function readMerchantV2(options: MerchantV2Options, ca: string | undefined): MerchantV2 {
  const { mchId, apiV2Key, signType = 'MD5', clientCertificate: given } = options
  if (signType !== 'MD5' && signType !== 'HMAC-SHA256')
    throw invalid('merchant.signType: MD5 or HMAC-SHA256')
  requireText('merchant.mchId', mchId)
  return {
    mchId,
    apiV2Key: readApiV2Key(apiV2Key),
    signType,
    serviceProvider: readServiceProvider(options),
    clientCertificate: given && {
      ...('p12' in given ? readP12(given, mchId) : readPems(given)),
      ...(ca === undefined ? {} : { ca }),
    },
  }
}

type Given = NonNullable<MerchantV2Options['clientCertificate']>

function readP12(
  { p12, passphrase }: Extract<Given, { p12: unknown }>,
  mchId: string,
): ClientCertificate {
  const read = { pfx: bytesOf(p12), passphrase: passphrase ?? mchId }
  try {
    createSecureContext(read)
  } catch {
    // Its own message says no more, and what consoles gave out long ago needs RC2, which OpenSSL 3 left out.
    throw invalid(
      `${NAME}.p12: it does not open; is the passphrase right (the mchId)? An old file needs ciphers that Node no longer has: give certificate and privateKey (apiclient_cert.pem, apiclient_key.pem) instead`,
    )
  }
  return read
}

function bytesOf(p12: string | Buffer): Buffer {
  if (Buffer.isBuffer(p12)) return p12
  if (/^[0-9A-Za-z+/\s=]{300,}$/.test(p12)) return Buffer.from(p12, 'base64')
  try {
    return readFileSync(p12)
  } catch {
    throw invalid(`${NAME}.p12: neither base64 nor a file that can be read`)
  }
}

function readPems({
  certificate,
  privateKey,
}: Extract<Given, { certificate: unknown }>): ClientCertificate {
  const key = readKey(`${NAME}.privateKey`, privateKey, 'private')
  // Throws where they do not belong together.
  readSerialNo(certificate, key)
  if (typeof certificate !== 'string' && !Buffer.isBuffer(certificate))
    throw invalid(`${NAME}.certificate: a certificate is no key`)
  return {
    cert: textOf(`${NAME}.certificate`, certificate).replaceAll('\\n', '\n'),
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}
