import { sign, verify } from 'node:crypto'

/** SHA-256 with RSA PKCS#1 v1.5, standard base64. */
export const rsaSign = (text: string, privateKey: string): string =>
  sign('sha256', Buffer.from(text), privateKey).toString('base64')

/** False for anything that is not a good signature, undecodable base64 included. */
export function rsaVerify(text: string, signature: string, publicKey: string): boolean {
  return verify('sha256', Buffer.from(text), publicKey, Buffer.from(signature, 'base64'))
}
