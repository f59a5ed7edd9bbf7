import { createCipheriv, randomBytes, sign } from 'node:crypto'
import keys from 'weixin-vectors/test-only-keys.json'

const { wechatpay_public_key: pair } = keys

/** WeChat Pay's own key pair, handed to the simulator so that a test can sign as WeChat. */
export const WEIXIN_KEYS = {
  privateKey: pair.private_key_pem_pkcs8,
  publicKey: pair.public_key_pem_spki,
  publicKeyId: pair.public_key_id,
}

/** Another pair, as a forger would have. */
export const FORGER_KEY = keys.platform_certificate_a.private_key_pem_pkcs8

export interface Signing {
  privateKey?: string
  serial?: string
  /** Seconds. */
  timestamp?: number
}

/** The headers with which WeChat Pay signs these bytes, or with which a forger would. */
export function signedHeaders(
  body: string | Buffer,
  {
    privateKey = WEIXIN_KEYS.privateKey,
    serial = WEIXIN_KEYS.publicKeyId,
    timestamp = Math.floor(Date.now() / 1000),
  }: Signing = {},
): Record<string, string> {
  const nonce = randomBytes(16).toString('hex')
  const text = Buffer.concat([
    Buffer.from(`${timestamp}\n${nonce}\n`),
    Buffer.from(body),
    Buffer.from('\n'),
  ])
  return {
    'wechatpay-timestamp': String(timestamp),
    'wechatpay-nonce': nonce,
    'wechatpay-serial': serial,
    'wechatpay-signature': sign('sha256', text, privateKey).toString('base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

export interface Sealing {
  apiV3Key: string
  /** Changes the sealed bytes, the last 16 of which are the tag. */
  alter?: (bytes: Buffer) => Buffer
  eventType?: string
  originalType?: string
}

/** A notification's body with this resource, or any text, sealed in it. */
export function sealedBody(
  resource: object | string,
  {
    apiV3Key,
    alter = (bytes) => bytes,
    eventType = 'TRANSACTION.SUCCESS',
    originalType = 'transaction',
  }: Sealing,
): string {
  const nonce = randomBytes(6).toString('hex')
  const inside = typeof resource === 'string' ? resource : JSON.stringify(resource)
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from(originalType))
  const text = Buffer.concat([cipher.update(inside), cipher.final()])
  const ciphertext = alter(Buffer.concat([text, cipher.getAuthTag()])).toString('base64')
  return JSON.stringify({
    id: '3f6f7c1e-0001-5000-8000-000000000001',
    create_time: '2026-11-23T09:41:05+08:00',
    resource_type: 'encrypt-resource',
    event_type: eventType,
    summary: '支付成功',
    resource: {
      original_type: originalType,
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext,
      associated_data: originalType,
      nonce,
    },
  })
}
