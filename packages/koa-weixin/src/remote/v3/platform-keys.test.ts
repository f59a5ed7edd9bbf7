import { createPublicKey, createSecretKey, type KeyObject } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import keys from 'weixin-vectors/test-only-keys.json'
import published from 'weixin-vectors/v3-certificates.json'
import { verifySignature } from '../../protocol/v3/message-signature.ts'
import { readCertificates } from './certificates.ts'
import { createPlatformKeys, type PlatformCertificate } from './platform-keys.ts'

const HOUR = 3_600_000
const [A = '', B = ''] = published.expected.certificates.map(({ serial_no }) => serial_no)
const keyA = createPublicKey(keys.platform_certificate_a.public_key_pem_spki)

const certificate = (
  serialNo: string,
  from = Number.NEGATIVE_INFINITY,
  until = Number.POSITIVE_INFINITY,
): PlatformCertificate => ({ serialNo, key: keyA, from, until })

/** A store at noon, whose downloads give what the test says. */
function storeWith(publicKeys: [string, KeyObject][] = []) {
  const fixture = {
    now: 12 * HOUR,
    downloads: 0,
    listed: [certificate(A)] as PlatformCertificate[] | Error,
  }
  const trust = createPlatformKeys({
    publicKeys: new Map(publicKeys),
    certificates: [],
    async download() {
      fixture.downloads += 1
      if (fixture.listed instanceof Error) throw fixture.listed
      return fixture.listed
    },
    now: () => fixture.now,
  })
  return { trust, fixture }
}

describe('the published list', () => {
  const { body, headers, api_v3_key } = published.input
  const apiV3Key = createSecretKey(api_v3_key, 'utf8')

  it('opens, and its own reply is signed by one of the certificates', () => {
    const found = readCertificates(body, apiV3Key)
    expect(found.map(({ serialNo }) => serialNo)).toEqual([A, B])
    expect(found.map(({ from }) => new Date(from).toISOString())).toEqual([
      '2020-01-01T00:00:00.000Z',
      '2020-01-02T00:00:00.000Z',
    ])
    const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])
    const answer = { headers: Object.fromEntries(named), body: Buffer.from(body) }
    const held = new Map(found.map(({ serialNo, key }) => [serialNo, key]))
    expect(verifySignature(answer, held, Number(headers['Wechatpay-Timestamp']))).toBeNull()
  })

  it.each([
    ['another APIv3 key', body, createSecretKey('x'.repeat(32), 'utf8'), 'certificates-wrong'],
    ['another serial_no', body.replace(A, B), apiV3Key, 'certificates-wrong'],
    ['no list', '{"data":{}}', apiV3Key, 'response-malformed'],
    ['null', 'null', apiV3Key, 'response-malformed'],
  ])('with %s is refused', (_name, text, key, code) => {
    expect(() => readCertificates(text, key)).toThrow(
      expect.objectContaining({ code }) as unknown as Error,
    )
  })

  it('ends when the list says so, before the certificate does', () => {
    const text = body.replace('2049-12-31T08:00:00+08:00', '2027-01-01T08:00:00+08:00')
    expect(readCertificates(text, apiV3Key)[0]?.until).toBe(Date.parse('2027-01-01T00:00:00Z'))
  })
})

describe('what is valid', () => {
  it.each([
    [9, []],
    [10, ['new']],
    [19, ['new']],
    [20, []],
  ])('at %i of 10 to 20: %j', (now, expected) => {
    const certificates = [certificate('new', 10, 20)]
    const trust = createPlatformKeys({
      publicKeys: new Map(),
      certificates,
      download: undefined,
      now: () => now,
    })
    expect([...trust.keys().keys()]).toEqual(expected)
  })
})

describe('downloads', () => {
  it('are one for all that wait, then none for a minute', async () => {
    const { trust, fixture: scene } = storeWith()
    await Promise.all([trust.ready(), trust.ready(), trust.find(A), trust.find(B)])
    expect(scene.downloads).toBe(1)
    expect(await trust.find(A)).toBe(true)
    expect(await trust.find(B)).toBe(false)
    scene.now += 59_999
    expect(await trust.find(B)).toBe(false)
    expect(scene.downloads).toBe(1)
    scene.now += 1
    scene.listed = [certificate(A), certificate(B)]
    expect(await trust.find(B)).toBe(true)
    expect(scene.downloads).toBe(2)
  })

  it.each(['PUB_KEY_ID_0000000000000024101100397200000006', 'undefined', '', 'abc'])(
    'never happen for %j',
    async (serial) => {
      const { trust, fixture: scene } = storeWith()
      expect(await trust.find(serial)).toBe(false)
      expect(scene.downloads).toBe(0)
    },
  )

  it('that fail are tried again after five seconds, and keep what we hold', async () => {
    const { trust, fixture: scene } = storeWith()
    await trust.ready()
    scene.now += 60_000
    scene.listed = new Error('away')
    expect(await trust.find(B)).toBe(false)
    expect(trust.lastFailure()?.code).toBe('internal')
    expect([...trust.keys().keys()]).toEqual([A])
    scene.now += 4_999
    await trust.find(B)
    expect(scene.downloads).toBe(2)
    scene.now += 1
    scene.listed = [certificate(B)]
    expect(await trust.find(B)).toBe(true)
    expect(trust.lastFailure()).toBeUndefined()
  })

  it('renew what is older than ten hours, without keeping anybody waiting', async () => {
    const { trust, fixture: scene } = storeWith()
    await trust.ready()
    scene.now += 10 * HOUR
    trust.keys()
    expect(scene.downloads).toBe(1)
    scene.now += 1
    scene.listed = [certificate(B)]
    expect([...trust.keys().keys()]).toEqual([A])
    expect(scene.downloads).toBe(2)
    await expect.poll(() => [...trust.keys().keys()]).toEqual([B])
    expect(scene.downloads).toBe(2)
  })

  it('that should renew and fail are tried again no later than others', async () => {
    const { trust, fixture: scene } = storeWith()
    await trust.ready()
    scene.now += 10 * HOUR + 1
    scene.listed = new Error('away')
    trust.keys()
    await expect.poll(() => trust.lastFailure()?.code).toBe('internal')
    expect([...trust.keys().keys()]).toEqual([A])
    scene.now += 5_000
    scene.listed = [certificate(B)]
    trust.keys()
    await expect.poll(() => [...trust.keys().keys()]).toEqual([B])
    expect(scene.downloads).toBe(3)
  })

  it('are not waited for where a public key is there', async () => {
    const { trust, fixture: scene } = storeWith([['PUB_KEY_ID_1', keyA]])
    await trust.ready()
    expect(scene.downloads).toBe(0)
    expect(trust.publicKeyId).toBe('PUB_KEY_ID_1')
  })
})
