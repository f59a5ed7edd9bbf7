import { constants, privateDecrypt, publicEncrypt } from 'node:crypto'

const padding = constants.RSA_PKCS1_OAEP_PADDING

/** Encrypts a sensitive field: RSAES-OAEP with SHA-1, base64. The text has at most 214 bytes. */
export const sealSensitive = (text: string, publicKey: string): string =>
  publicEncrypt({ key: publicKey, padding, oaepHash: 'sha1' }, Buffer.from(text)).toString('base64')

/** Opens a sensitive field: RSAES-OAEP with SHA-1, base64. Undefined when it was not sealed with the public key of this pair. */
export function openSensitive(sealed: string, privateKey: string): string | undefined {
  try {
    const bytes = Buffer.from(sealed, 'base64')
    return privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, bytes).toString('utf8')
  } catch {
    return undefined
  }
}
