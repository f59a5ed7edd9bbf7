import { createDecipheriv, type KeyObject } from 'node:crypto'

export interface EncryptedResource {
  algorithm: string
  /** Base64; its last 16 bytes are the tag. */
  ciphertext: string
  nonce: string
  associated_data?: string
}

const TAG_BYTES = 16

/**
 * Opens the sealed part of a notification: AES-256-GCM under the APIv3 key, and nothing comes out unless
 * the tag holds. Undefined when it does not. Source: WeChat Pay, 解密回调报文 (4012071382).
 */
export function decryptResource(
  sealed: EncryptedResource,
  apiV3Key: KeyObject,
): string | undefined {
  if (sealed.algorithm !== 'AEAD_AES_256_GCM') return undefined
  const bytes = Buffer.from(sealed.ciphertext, 'base64')
  const end = bytes.length - TAG_BYTES
  if (end < 0) return undefined
  try {
    const decipher = createDecipheriv('aes-256-gcm', apiV3Key, Buffer.from(sealed.nonce), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAuthTag(bytes.subarray(end))
    decipher.setAAD(Buffer.from(sealed.associated_data ?? ''))
    const text = decipher.update(bytes.subarray(0, end))
    // What checks the tag: it throws, and nothing has come out. In this mode it adds no text.
    decipher.final()
    return text.toString('utf8')
  } catch {
    return undefined
  }
}
