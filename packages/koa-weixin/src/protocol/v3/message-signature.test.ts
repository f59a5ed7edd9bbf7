import { createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import published from 'weixin-vectors/v3-response-verify.json'
import { verifySignature, looksLikeProbe } from './message-signature.ts'

type Vector = (typeof published.vectors)[number]

const answerOf = ({ input }: Vector) => {
  const named = Object.entries(input.headers).map(([name, value]) => [name.toLowerCase(), value])
  const headers: Record<string, string> = Object.fromEntries(named)
  return { headers, body: Buffer.from(input.body) }
}
const keysOf = ({ input }: Vector) =>
  new Map([[input.headers['Wechatpay-Serial'], createPublicKey(input.public_key_pem)]])
const secondsOf = ({ input }: Vector) => Number(input.headers['Wechatpay-Timestamp'])
const genuine = published.vectors.find(({ id }) => id === 'reply-200-public-key')!

describe('judging an answer', () => {
  it.each(published.vectors)('$id: $description', (vector) => {
    const fault = verifySignature(answerOf(vector), keysOf(vector), secondsOf(vector))
    expect(fault).toBe(vector.expected.signature_valid ? null : 'signature-wrong')
  })

  it.each([
    [-301, 'timestamp-stale'],
    [-300, null],
    [300, null],
    [301, 'timestamp-stale'],
  ])('%i seconds away from our clock: %s', (away, expected) => {
    const now = secondsOf(genuine) + away
    expect(verifySignature(answerOf(genuine), keysOf(genuine), now)).toBe(expected)
  })

  it.each(['timestamp', 'nonce', 'serial', 'signature'])('without wechatpay-%s', (name) => {
    const { headers, body } = answerOf(genuine)
    delete headers[`wechatpay-${name}`]
    expect(verifySignature({ headers, body }, keysOf(genuine), secondsOf(genuine))).toBe(
      'header-missing',
    )
  })

  it('with a key that we do not hold', () => {
    expect(verifySignature(answerOf(genuine), new Map(), secondsOf(genuine))).toBe('serial-unknown')
  })

  it('knows the mark of a probe, and still refuses it', () => {
    const probes = published.vectors.filter((vector) => looksLikeProbe(answerOf(vector).headers))
    expect(probes.map(({ id }) => id)).toEqual([
      'bad-signtest-probe',
      'bad-signtest-probe-undecodable',
    ])
  })
})
