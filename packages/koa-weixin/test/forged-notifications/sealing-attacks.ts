import { createCipheriv, randomBytes } from 'node:crypto'
import { resealed, saying, type Attack, type Forge } from './fixture.ts'

/** The sealed bytes are changed; the last 16 are the tag. */
const bytes = (alter: (sealed: Buffer) => Buffer): Forge => saying(() => ({}), { alter })
const flipped = (at: number) =>
  bytes((sealed) => {
    sealed.writeUInt8(
      sealed.readUInt8(at < 0 ? sealed.length + at : at) ^ 1,
      at < 0 ? sealed.length + at : at,
    )
    return sealed
  })

/** Encrypted with another cipher and labelled as the usual one. */
const sealedBy = (seal: (text: string, key: string, nonce: string) => Buffer) =>
  resealed(({ nonce }, { genuine, apiV3Key }) => ({
    ciphertext: seal(JSON.stringify(genuine), apiV3Key, nonce).toString('base64'),
  }))
const gcm = (text: string, key: string, nonce: string, aad: string): Buffer => {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(aad))
  return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
}

const refused = (name: string, forge: Forge): Attack => [name, forge, 400, 'tag-wrong']

/** The signature holds; what is sealed does not open. */
export const sealingAttacks: Attack[] = [
  refused('the first bit of the tag turned', flipped(-16)),
  refused('the last bit of the tag turned', flipped(-1)),
  refused('the first letter of the text turned', flipped(0)),
  refused('the last letter of the text turned', flipped(-17)),
  refused(
    'the tag zeroed',
    bytes((sealed) => sealed.fill(0, sealed.length - 16)),
  ),
  refused(
    'the tag cut by a byte',
    bytes((sealed) => sealed.subarray(0, -1)),
  ),
  refused(
    'the tag cut to four bytes',
    bytes((sealed) => sealed.subarray(0, -12)),
  ),
  refused(
    'the tag cut off',
    bytes((sealed) => sealed.subarray(0, -16)),
  ),
  refused(
    'the tag a byte longer',
    bytes((sealed) => Buffer.concat([sealed, Buffer.alloc(1)])),
  ),
  refused(
    'the tag twice',
    bytes((sealed) => Buffer.concat([sealed, sealed.subarray(-16)])),
  ),
  refused(
    'nothing but the tag',
    bytes((sealed) => sealed.subarray(-16)),
  ),
  refused(
    'less than a tag',
    bytes((sealed) => sealed.subarray(0, 15)),
  ),
  refused(
    'nothing sealed',
    resealed(() => ({ ciphertext: '' })),
  ),
  refused(
    'no base64',
    resealed(() => ({ ciphertext: '支付成功' })),
  ),
  refused(
    'the text unsealed',
    resealed((_resource, { genuine }) => ({ ciphertext: JSON.stringify(genuine) })),
  ),
  refused(
    'the seal’s nonce altered',
    resealed(({ nonce }) => ({ nonce: nonce.replace(/^./, 'x') })),
  ),
  refused(
    'the seal’s nonce cut',
    resealed(({ nonce }) => ({ nonce: nonce.slice(0, -1) })),
  ),
  refused(
    'the seal’s nonce longer',
    resealed(({ nonce }) => ({ nonce: `${nonce}0` })),
  ),
  refused(
    'an empty nonce in the seal',
    resealed(() => ({ nonce: '' })),
  ),
  refused(
    'the associated data altered',
    resealed(() => ({ associated_data: 'refund' })),
  ),
  refused(
    'the associated data emptied',
    resealed(() => ({ associated_data: '' })),
  ),
  refused(
    'the associated data left out',
    resealed(() => ({ associated_data: undefined })),
  ),
  refused(
    'the associated data longer',
    resealed(({ associated_data: data }) => ({ associated_data: `${data} ` })),
  ),
  refused(
    'sealed without the associated data',
    sealedBy((text, key, nonce) => gcm(text, key, nonce, '')),
  ),
  refused(
    'sealed under another key',
    sealedBy((text, _key, nonce) => gcm(text, 'f'.repeat(32), nonce, 'transaction')),
  ),
  refused(
    'another algorithm named',
    resealed(() => ({ algorithm: 'AEAD_AES_128_GCM' })),
  ),
  refused(
    'no algorithm named',
    resealed(() => ({ algorithm: 'none' })),
  ),
  refused(
    'the algorithm in lower case',
    resealed(() => ({ algorithm: 'aead_aes_256_gcm' })),
  ),
  refused(
    'sealed by ChaCha20',
    sealedBy((text, key, nonce) => {
      const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 })
      return Buffer.concat([cipher.update(text), cipher.final(), cipher.getAuthTag()])
    }),
  ),
  refused(
    'sealed by CTR, which has no tag',
    sealedBy((text, key) => {
      const cipher = createCipheriv('aes-256-ctr', key, randomBytes(16))
      return Buffer.concat([cipher.update(text), cipher.final()])
    }),
  ),
]
