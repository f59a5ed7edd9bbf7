import { constants, privateDecrypt } from 'node:crypto'

/** Opens a sensitive field: RSAES-OAEP with SHA-1, base64. Undefined when it was not sealed with the public key of this pair. */
export function openSensitive(sealed: string, privateKey: string): string | undefined {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING
    const bytes = Buffer.from(sealed, 'base64')
    return privateDecrypt({ key: privateKey, padding, oaepHash: 'sha1' }, bytes).toString('utf8')
  } catch {
    return undefined
  }
}
