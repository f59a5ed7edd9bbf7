import { constants, privateDecrypt, publicEncrypt } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant, type Answer, type Wrong } from './merchant.ts'
import { opened, receiver } from './receiver.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const options = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }
const seal = (text: string, key: string): string =>
  publicEncrypt({ key, ...options }, Buffer.from(text)).toString('base64')
const open = (sealed: unknown, key: string): string =>
  privateDecrypt({ key, ...options }, Buffer.from(String(sealed), 'base64')).toString()

const echo = (body: Record<string, unknown>, wrong: Wrong = {}): Promise<Answer> =>
  merchant(weixin).call('POST', '/v3/security/echo', JSON.stringify(body), wrong)

test('the message comes back, and the encrypted one encrypted with the merchant’s certificate', async () => {
  const { publicKey, publicKeyId, privateKey } = weixin.credentials
  const plain = await echo({ echo_message: '你好' })
  expect(plain).toMatchObject({ status: 200, isSigned: true, body: { echo_message: '你好' } })
  expect(plain.body).not.toHaveProperty('encrypted_echo_message')
  const encrypted_echo_message = seal('加密的消息', publicKey)
  const headers = { 'wechatpay-serial': publicKeyId }
  const { status, isSigned, body } = await echo(
    { echo_message: 'a', encrypted_echo_message },
    { headers },
  )
  expect([status, isSigned]).toEqual([200, true])
  expect(body['encrypted_echo_message']).not.toBe(encrypted_echo_message)
  expect(open(body['encrypted_echo_message'], privateKey)).toBe('加密的消息')
})

test('a notification carries both messages to notify_url', async () => {
  const { credentials } = weixin
  const shop = await receiver(() => 204)
  const answered = await echo(
    {
      echo_message: 'hello',
      encrypted_echo_message: seal('sealed', credentials.publicKey),
      notify_url: shop.url,
    },
    { headers: { 'wechatpay-serial': credentials.publicKeyId } },
  )
  expect(answered.status).toBe(200)
  await weixin.notifications.idle()
  expect(shop.all).toHaveLength(1)
  const { event, resource, isSigned } = opened(shop.all[0]!, credentials)
  expect(isSigned).toBe(true)
  expect(event).toMatchObject({
    event_type: 'SECURITY_ECHO.SUCCESS',
    resource: { original_type: 'security' },
  })
  expect(resource.echo_message).toBe('hello')
  expect(open(resource.encrypt_echo_message, credentials.privateKey)).toBe('sealed')
  await shop.close()
})

test('signature, fields and encryption are checked, and the refusal leads to the document', async () => {
  const { publicKey, publicKeyId, certificate } = weixin.credentials
  const reason = (): unknown => weixin.log().at(-1)?.reason
  expect((await echo({ echo_message: 'a' }, { message: () => 'x' })).status).toBe(401)
  expect((await echo({})).status).toBe(400)
  expect(reason()).toMatchObject({
    field: 'echo_message',
    reference: { url: 'https://pay.weixin.qq.com/doc/v3/merchant/4014551946', line: '回显信息' },
  })
  expect((await echo({ echo_message: 'a', more: 1 })).status).toBe(400)
  expect(reason()).toMatchObject({ field: 'more' })
  const sealed = { echo_message: 'a', encrypted_echo_message: seal('b', publicKey) }
  expect((await echo(sealed)).body).toMatchObject({ code: 'PARAM_ERROR' })
  expect(reason()).toMatchObject({ code: 'sensitive-serial' })
  const byOwnKey = { ...sealed, encrypted_echo_message: seal('b', certificate) }
  const headers = { 'wechatpay-serial': publicKeyId }
  expect((await echo(byOwnKey, { headers })).status).toBe(400)
  expect(reason()).toMatchObject({ code: 'sensitive-field', field: 'encrypted_echo_message' })
})
