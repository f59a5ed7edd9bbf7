import { createDecipheriv, X509Certificate } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import published from 'weixin-vectors/v3-certificates.json' with { type: 'json' }
import { open, seal } from '../src/crypto/seal.ts'
import { createSimulator, type Simulator } from '../src/index.ts'
import { isSigned, merchant, type Answer } from './merchant.ts'
import { receiver } from './receiver.ts'

let weixin: Simulator
beforeEach(async () => {
  weixin = await createSimulator()
})
afterEach(() => weixin.close())

const LIST = '/v3/certificates'
const serialOf = ({ headers }: Answer): string | null => headers.get('wechatpay-serial')
const withSerial = (serial: string) => ({ headers: { 'wechatpay-serial': serial } })

const publicKeyOf = (certificate: string): string =>
  new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'pem' }).toString()

/** Opens the list as a merchant does. */
function opened({ body }: Answer): { serialNo: string; certificate: string }[] {
  const data = body['data'] as {
    serial_no: string
    effective_time: string
    expire_time: string
    encrypt_certificate: Record<string, string>
  }[]
  return data.map(({ serial_no: serialNo, encrypt_certificate: sealed }) => {
    const { nonce = '', ciphertext = '', associated_data = '', algorithm } = sealed
    expect(algorithm).toBe('AEAD_AES_256_GCM')
    const bytes = Buffer.from(ciphertext, 'base64')
    const cipher = createDecipheriv('aes-256-gcm', weixin.credentials.apiV3Key, nonce)
    cipher.setAAD(Buffer.from(associated_data))
    cipher.setAuthTag(bytes.subarray(-16))
    const text = Buffer.concat([cipher.update(bytes.subarray(0, -16)), cipher.final()])
    return { serialNo, certificate: text.toString() }
  })
}

test.each(published.expected.certificates)('published: $serial_no', (expected) => {
  const { data } = JSON.parse(published.input.body) as {
    data: { serial_no: string; encrypt_certificate: Record<string, string> }[]
  }
  const one = data.find(({ serial_no }) => serial_no === expected.serial_no)
  const { nonce = '', ciphertext = '', associated_data = '' } = one?.encrypt_certificate ?? {}
  const key = published.input.api_v3_key
  expect(open(ciphertext, key, nonce, associated_data)).toBe(expected.certificate_pem)
  expect(seal(expected.certificate_pem, key, nonce, associated_data)).toBe(ciphertext)
})

test('a certificate is listed, sealed with the APIv3 key, and signs the list', async () => {
  const { serialNo, certificate } = await weixin.platform.issue()
  weixin.platform.signBy({ [serialNo]: 1 })
  const answer = await merchant(weixin).call('GET', LIST)
  expect(opened(answer)).toEqual([{ serialNo, certificate }])
  expect(new X509Certificate(certificate).serialNumber).toBe(serialNo)
  expect(serialNo).toMatch(/^[0-9A-F]{40}$/)
  expect(serialOf(answer)).toBe(serialNo)
  expect(isSigned(answer.headers, answer.text, publicKeyOf(certificate))).toBe(true)
  expect(answer.isSigned).toBe(false)
})

test('one that signs before it is listed, and one that is no longer listed', async () => {
  const shop = merchant(weixin)
  const first = await weixin.platform.issue()
  const second = await weixin.platform.issue({ isListed: false })
  weixin.platform.signBy({ [second.serialNo]: 1 })
  const before = await shop.call('GET', LIST)
  expect(opened(before).map(({ serialNo }) => serialNo)).toEqual([first.serialNo])
  expect(serialOf(before)).toBe(second.serialNo)
  weixin.platform.list(second.serialNo)
  weixin.platform.list(first.serialNo, false)
  const after = await shop.call('GET', LIST)
  expect(opened(after).map(({ serialNo }) => serialNo)).toEqual([second.serialNo])
})

test('responses keep to the shares of the certificates, and to what the request asks for', async () => {
  const shop = merchant(weixin)
  const { publicKeyId } = weixin.credentials
  const [a, b] = [await weixin.platform.issue(), await weixin.platform.issue()]
  weixin.platform.signBy({ [a.serialNo]: 3, [b.serialNo]: 1 })
  const serials: (string | null)[] = []
  for (let count = 0; count < 8; count += 1)
    serials.push(serialOf(await shop.call('GET', LIST, '', withSerial(publicKeyId))))
  expect(serials.filter((serial) => serial === a.serialNo)).toHaveLength(6)
  expect(serials.filter((serial) => serial === b.serialNo)).toHaveLength(2)

  weixin.platform.signBy({ [a.serialNo]: 1, [publicKeyId]: 1 })
  expect(serialOf(await shop.call('GET', LIST))).toBe(a.serialNo)
  expect(serialOf(await shop.call('GET', LIST, '', withSerial(a.serialNo)))).toBe(a.serialNo)
  expect(serialOf(await shop.call('GET', LIST, '', withSerial(publicKeyId)))).toBe(publicKeyId)
})

test('notifications of the week of changing over come by both', async () => {
  const notify = await receiver(() => 204)
  const { publicKeyId } = weixin.credentials
  const { serialNo } = await weixin.platform.issue()
  weixin.platform.signBy({ [serialNo]: 1, [publicKeyId]: 1 })
  const shop = merchant(weixin, notify.url)
  for (let count = 0; count < 4; count += 1) await weixin.pay(await shop.prepayId())
  await weixin.notifications.idle()
  const serials = notify.all.map(({ headers }) => headers.get('wechatpay-serial'))
  for (const serial of [serialNo, publicKeyId])
    expect(serials.filter((one) => one === serial)).toHaveLength(2)
  await notify.close()
})

test('the list is as strict as WeChat: the signature, the query', async () => {
  await weixin.platform.issue()
  const shop = merchant(weixin)
  expect((await shop.call('GET', LIST, '', { authorization: () => '' })).status).toBe(401)
  expect((await shop.call('GET', `${LIST}?algorithm_type=RSA`)).status).toBe(200)
  expect((await shop.call('GET', `${LIST}?algorithm_type=DSA`)).status).toBe(400)
  expect((await shop.call('GET', `${LIST}?algorithm_type=SM2`)).body['code']).toBe(
    'RESOURCE_NOT_EXISTS',
  )
})

test('a serial that WeChat Pay does not have is refused', () => {
  expect(() => weixin.platform.signBy({ AB: 1 })).toThrow('no certificate AB')
  expect(() => weixin.platform.list('AB')).toThrow('no certificate AB')
})
