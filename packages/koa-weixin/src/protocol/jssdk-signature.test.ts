import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/page-signature.json'
import { signJssdk } from './jssdk-signature.ts'

describe('signing a page', () => {
  const { ticket, nonceStr, timestamp, addresses } = published
  it.each(addresses)('$url', ({ url, signature }) => {
    expect(signJssdk({ ticket, nonceStr, timestamp, url })).toBe(signature)
  })

  it('leaves the part after # out', () => {
    const [{ url, signature } = { url: '', signature: '' }] = addresses
    expect(signJssdk({ ticket, nonceStr, timestamp, url: `${url}#pay` })).toBe(signature)
  })
})
