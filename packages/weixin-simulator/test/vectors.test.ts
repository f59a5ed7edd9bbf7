import { createHash, createPublicKey } from 'node:crypto'
import { expect, test } from 'vitest'
import aead from 'weixin-vectors/v3-aead-aes-256-gcm.json' with { type: 'json' }
import notifications from 'weixin-vectors/v3-notification.json' with { type: 'json' }
import page from 'weixin-vectors/page-signature.json' with { type: 'json' }
import payParams from 'weixin-vectors/v3-pay-params.json' with { type: 'json' }
import replies from 'weixin-vectors/v3-response-verify.json' with { type: 'json' }
import requests from 'weixin-vectors/v3-request-sign.json' with { type: 'json' }
import keys from 'weixin-vectors/test-only-keys.json' with { type: 'json' }
import { processRandom as random } from '../src/crypto/random.ts'
import { rsaSign, rsaVerify } from '../src/crypto/rsa.ts'
import { open, seal } from '../src/crypto/seal.ts'
import { replyText, wechatpayHeaders } from '../src/crypto/wechatpay-headers.ts'
import { appSignText } from '../src/explain/app-sign.ts'
import { pageText } from '../src/explain/page.ts'
import { paySignText } from '../src/explain/pay-sign.ts'
import { requestText } from '../src/explain/request.ts'
import { sealedNotification } from '../src/pay-v3/notification.ts'
import { parseAuthorization } from '../src/pay-v3/authorization-header.ts'

const privateKeyOf = (name: string): string =>
  name.endsWith('official_test_key_pem')
    ? requests.official_test_key_pem
    : keys.merchant.private_key_pem_pkcs8
const publicKeyOf = (name: string): string =>
  createPublicKey(privateKeyOf(name)).export({ type: 'spki', format: 'pem' }).toString()

test.each(requests.vectors)('request: $id', ({ input, expected }) => {
  const right = requestText({
    method: input.method,
    url: input.url_for_signing,
    timestamp: input.timestamp,
    nonce: input.nonce_str,
    body: input.body_for_signing,
    host: 'api.mch.weixin.qq.com',
  })
  expect(right).toBe(expected.message)
  expect(rsaVerify(right, expected.signature, publicKeyOf(input.private_key))).toBe(true)
  expect(rsaVerify(`${right}\n`, expected.signature, publicKeyOf(input.private_key))).toBe(false)
  expect(rsaSign(right, privateKeyOf(input.private_key))).toBe(expected.signature)
  expect(parseAuthorization(expected.authorization)).toEqual({
    problem: null,
    fields: {
      mchid: input.mchid,
      nonce_str: input.nonce_str,
      signature: expected.signature,
      timestamp: input.timestamp,
      serial_no: input.serial_no,
    },
  })
})

test.each(replies.vectors)('reply: $id', ({ input, expected }) => {
  const { headers } = input
  const text = replyText(headers['Wechatpay-Timestamp'], headers['Wechatpay-Nonce'], input.body)
  expect(text).toBe(expected.message)
  const isGood = rsaVerify(text, headers['Wechatpay-Signature'], input.public_key_pem)
  expect(isGood).toBe(expected.signature_valid)
})

test('a reply of ours verifies by the same rule', () => {
  const { private_key_pem_pkcs8: privateKey, public_key_pem_spki: publicKey } =
    keys.wechatpay_public_key
  const headers = wechatpayHeaders('{"a":1}', {
    seconds: 1_767_225_600,
    publicKeyId: 'PUB_KEY_ID_1',
    privateKey,
    random,
  })
  const { 'Wechatpay-Nonce': nonce = '', 'Wechatpay-Signature': signature = '' } = headers
  expect(headers).toMatchObject({
    'Wechatpay-Timestamp': '1767225600',
    'Wechatpay-Serial': 'PUB_KEY_ID_1',
  })
  expect(rsaVerify(`1767225600\n${nonce}\n{"a":1}\n`, signature, publicKey)).toBe(true)
})

// An APIv3 key has 32 bytes; the Go SDK's own tests use 16, which WeChat Pay never does.
const sealed = aead.vectors.filter(({ input }) => input.api_v3_key.length === 32)

const isOpened = ({ expected }: { expected: { decrypts: boolean } }): boolean => expected.decrypts
const isDamaged = (one: { expected: { decrypts: boolean } }): boolean => !isOpened(one)

test.each(sealed.filter(isOpened))('AES-GCM opens and seals: $id', ({ input, expected }) => {
  const { ciphertext, api_v3_key: key, nonce, associated_data: data } = input
  expect(open(ciphertext, key, nonce, data)).toBe(expected.plaintext)
  expect(seal(expected.plaintext ?? '', key, nonce, data)).toBe(ciphertext)
})

test.each(sealed.filter(isDamaged))('AES-GCM refuses: $id', ({ input }) => {
  const { ciphertext, api_v3_key: key, nonce, associated_data: data } = input
  expect(() => open(ciphertext, key, nonce, data)).toThrow(/authenticate/)
})

test.each(notifications.vectors)('notification is signed or not: $id', ({ input, expected }) => {
  const { headers, body } = input
  const text = replyText(headers['Wechatpay-Timestamp'], headers['Wechatpay-Nonce'], body)
  expect(text).toBe(expected.message)
  const isGood = rsaVerify(text, headers['Wechatpay-Signature'], input.verification_public_key_pem)
  expect(isGood).toBe(expected.signature_valid)
})

test.each(notifications.vectors.filter(isOpened))(
  'notification opens: $id',
  ({ input, expected }) => {
    const { resource } = JSON.parse(input.body)
    const data = resource.associated_data ?? ''
    const { nonce, ciphertext } = resource
    expect(open(ciphertext, input.api_v3_key, nonce, data)).toBe(expected.plaintext)
    expect(seal(expected.plaintext ?? '', input.api_v3_key, nonce, data)).toBe(ciphertext)
  },
)

test.each(notifications.vectors.filter(isDamaged))('notification is damaged: $id', ({ input }) => {
  const { ciphertext, nonce, associated_data: data } = JSON.parse(input.body).resource
  expect(() => open(ciphertext, input.api_v3_key, nonce, data)).toThrow(/authenticate/)
})

test('a notification of ours has the fields of a published one', () => {
  const published = notifications.vectors.find((one) => one.id === 'payment-success-public-key')
  if (!published?.expected.resource) throw new Error('The vector is gone')
  const theirs = JSON.parse(published.input.body)
  const event = {
    type: 'TRANSACTION.SUCCESS',
    kind: 'transaction',
    summary: '支付成功',
    outTradeNo: null,
    about: '4200000000202601010000000001',
    url: 'http://localhost/notify',
    resource: published.expected.resource,
  } as const
  const notification = sealedNotification(event, published.input.api_v3_key, {
    now: 1_767_225_605_000,
    random,
  })
  const ours = JSON.parse(notification.body)
  expect(Object.keys(ours).toSorted()).toEqual(Object.keys(theirs).toSorted())
  expect(Object.keys(ours.resource).toSorted()).toEqual(Object.keys(theirs.resource).toSorted())
  expect(ours).toMatchObject({
    create_time: theirs.create_time,
    event_type: theirs.event_type,
    summary: theirs.summary,
    resource_type: theirs.resource_type,
  })
  const { nonce, ciphertext } = ours.resource
  const read = open(ciphertext, published.input.api_v3_key, nonce, 'transaction')
  expect(JSON.parse(read)).toEqual(published.expected.resource)
})

const ofPages = payParams.vectors.filter(({ expected }) => 'paySign' in expected.parameters)

test.each(ofPages)('paySign: $id', ({ input, expected }) => {
  const text = paySignText({
    appId: input.appid,
    timeStamp: input.timestamp,
    nonceStr: input.nonce,
    package: `prepay_id=${input.prepay_id}`,
    signType: 'RSA',
    mchId: '1900000001',
  })
  expect(text).toBe(expected.message)
  expect(rsaVerify(text, expected.signature, publicKeyOf(input.private_key))).toBe(true)
})

const ofApps = payParams.vectors.filter(({ expected }) => 'sign' in expected.parameters)

test.each(ofApps)('sign of an app: $id', ({ input, expected }) => {
  const { partnerId = '', packageValue = '' } = expected.parameters
  const text = appSignText({
    appId: input.appid,
    timeStamp: input.timestamp,
    nonceStr: input.nonce,
    prepayId: input.prepay_id,
    partnerId,
    packageValue,
  })
  expect(text).toBe(expected.message)
  expect(rsaVerify(text, expected.signature, publicKeyOf(input.private_key))).toBe(true)
})

test.each(page.addresses)('page signature: $url', ({ url, signature }) => {
  const text = pageText({
    ticket: page.ticket,
    nonceStr: page.nonceStr,
    timestamp: String(page.timestamp),
    url,
    landing: url,
    current: url,
    oldTickets: [],
    accessTokens: [],
  })
  expect(createHash('sha1').update(text).digest('hex')).toBe(signature)
})

test('the vectors are there', () => {
  expect(sealed.length).toBe(12)
  expect(ofPages.length).toBe(3)
  expect(ofApps.length).toBe(2)
})
