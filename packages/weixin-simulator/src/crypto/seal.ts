import { createCipheriv, createDecipheriv } from 'node:crypto'

/** AEAD_AES_256_GCM as in a notification's `resource`: base64 of the ciphertext followed by its 16-byte tag. */
export function seal(text: string, key: string, nonce: string, associatedData: string): string {
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associatedData))
  const sealed = [cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]
  return Buffer.concat(sealed).toString('base64')
}

/** Throws when the tag does not fit. */
export function open(sealed: string, key: string, nonce: string, associatedData: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key), Buffer.from(nonce), {
    authTagLength: 16,
  })
  cipher.setAAD(Buffer.from(associatedData))
  cipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()]).toString('utf8')
}
