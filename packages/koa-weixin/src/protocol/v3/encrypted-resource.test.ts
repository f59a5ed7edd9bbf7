import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v3-aead-aes-256-gcm.json'
import { decryptResource } from './encrypted-resource.ts'

const open = (input: (typeof published.vectors)[number]['input'], algorithm = 'AEAD_AES_256_GCM') =>
  decryptResource({ algorithm, ...input }, createSecretKey(input.api_v3_key, 'utf8'))

describe('opening the sealed part of a notification', () => {
  // Two of the Go SDK's values use a key of 16 bytes: not WeChat Pay's algorithm, so refused too.
  it.each(published.vectors)('$id: $description', ({ input, expected }) => {
    const is256 = input.api_v3_key.length === 32
    expect(open(input)).toBe(expected.decrypts && is256 ? expected.plaintext : undefined)
  })

  const own = published.vectors.find(({ id }) => id === 'own-transaction')!.input

  it('refuses another algorithm', () => {
    expect(open(own, 'AEAD_SM4_GCM')).toBeUndefined()
  })

  it.each([0, 4, 12, 15])('refuses a tag cut to %i bytes', (length) => {
    const bytes = Buffer.from(own.ciphertext, 'base64')
    const ciphertext = bytes.subarray(0, bytes.length - 16 + length).toString('base64')
    expect(open({ ...own, ciphertext })).toBeUndefined()
  })

  it('refuses what is shorter than a tag', () => {
    expect(open({ ...own, ciphertext: 'AAAA' })).toBeUndefined()
  })

  it('refuses an empty nonce', () => {
    expect(open({ ...own, nonce: '' })).toBeUndefined()
  })
})
