import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/page-signature.json'
import { signPage } from './page-signature.ts'

describe('signing a page', () => {
  const { ticket, nonceStr, timestamp, addresses } = published
  it.each(addresses)('$url', ({ url, signature }) => {
    expect(signPage({ ticket, nonceStr, timestamp, url })).toBe(signature)
  })

  it('leaves the part after # out', () => {
    const [{ url, signature } = { url: '', signature: '' }] = addresses
    expect(signPage({ ticket, nonceStr, timestamp, url: `${url}#pay` })).toBe(signature)
  })
})
