import { X509Certificate, type KeyObject } from 'node:crypto'
import { weixinRefusal } from '../../errors/weixin-codes.ts'
import { WeixinError } from '../../errors/weixin-error.ts'
import { decryptResource } from '../../protocol/v3/encrypted-resource.ts'
import { verifySignature, type SignatureFault } from '../../protocol/v3/message-signature.ts'
import { Fields, parseJson } from '../fields.ts'
import type { HttpResponse } from '../http.ts'
import { exchange, type V3Options } from './client.ts'
import type { PlatformCertificate } from './platform-keys.ts'

/** A notification may wait for them, and WeChat waits five seconds for its answer. */
const DOWNLOAD_MS = 3_500

/**
 * The certificates that WeChat lists. Only WeChat and the merchant know the APIv3 key that decrypts them; besides, the
 * response that brought them must be signed by one of them, or by a public key.
 * Source: WeChat Pay, 下载平台证书 (4012551764).
 */
export async function downloadCertificates(
  options: V3Options,
  publicKeys: ReadonlyMap<string, KeyObject>,
): Promise<readonly PlatformCertificate[]> {
  let found: readonly PlatformCertificate[] = []
  const verifySuccess = (response: HttpResponse): SignatureFault | null => {
    found = readCertificates(response.body.toString('utf8'), options.apiV3Key)
    const listed = found.map(({ serialNo, key }) => [serialNo, key] as const)
    const keys = new Map([...publicKeys, ...listed])
    return verifySignature(response, keys, Math.floor(options.now() / 1000))
  }
  const request = { method: 'GET', path: '/v3/certificates' } as const
  const response = await exchange(options, request, verifySuccess, DOWNLOAD_MS)
  if (response.result === 'done') return found
  throw weixinRefusal('v3', response.response, { call: 'certificates' })
}

/** Opens each certificate of a list. Throws `certificates-wrong` when one does not open or fit. */
export function readCertificates(
  text: string,
  apiV3Key: KeyObject,
): readonly PlatformCertificate[] {
  const { data } = Object(parseJson(text, 'response-malformed')) as { data?: unknown }
  if (!Array.isArray(data)) throw new WeixinError('response-malformed', { detail: '/data' })
  return data.map((one: unknown, at) => {
    const fields = new Fields(one, 'response-malformed', `/data/${at}`)
    const sealed = fields.object('encrypt_certificate')
    const serialNo = fields.text('serial_no')
    const pem = decryptResource(
      {
        algorithm: sealed.text('algorithm'),
        ciphertext: sealed.text('ciphertext'),
        nonce: sealed.text('nonce'),
        associated_data: sealed.optionalText('associated_data') ?? '',
      },
      apiV3Key,
    )
    if (pem === undefined) throw wrong(`/data/${at} does not open`)
    const opened = platformCertificate(parseCertificate(pem, at))
    if (opened.serialNo !== serialNo) throw wrong(`/data/${at}/serial_no is another's`)
    // WeChat brings an end forward in the list, which the certificate itself cannot say.
    const until = Math.min(opened.until, fields.moment('expire_time').getTime())
    const from = Math.max(opened.from, fields.moment('effective_time').getTime())
    return { ...opened, from, until }
  })
}

export function platformCertificate(certificate: X509Certificate): PlatformCertificate {
  return {
    serialNo: certificate.serialNumber,
    key: certificate.publicKey,
    from: new Date(certificate.validFrom).getTime(),
    until: new Date(certificate.validTo).getTime(),
  }
}

function parseCertificate(pem: string, at: number): X509Certificate {
  try {
    return new X509Certificate(pem)
  } catch {
    throw wrong(`/data/${at} holds no certificate`)
  }
}

function wrong(detail: string): WeixinError {
  return new WeixinError('certificates-wrong', { detail })
}
