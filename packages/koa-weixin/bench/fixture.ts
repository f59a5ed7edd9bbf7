import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto'
import type { Order } from '../src/index.ts'
import { outTradeNo as outTradeNoOf } from '../src/protocol/out-trade-no.ts'
import type { HttpResponse, HttpRequest } from '../src/remote/http.ts'

/** Plain data, so that another process can be given it. */
export interface Fixture {
  appId: string
  mchId: string
  apiV3Key: string
  apiV2Key: string
  publicKeyId: string
  /** The merchant's and WeChat's, PEM. */
  merchantPrivateKey: string
  weixinPublicKey: string
  environment: string
  notifications: SignedNotification[]
  /** The notifications of the same payments in API v2. */
  notificationsV2: SignedNotification[]
}

/** What is the same in all notifications. */
type Bare = Omit<Fixture, 'notifications' | 'notificationsV2'>

export interface SignedNotification {
  orderId: string
  outTradeNo: string
  transactionId: string
  headers: Record<string, string>
  body: string
}

const createdAt = new Date('2026-11-23T01:41:00Z')
const total = 2800

/** Many orders, because notifications of one order wait for each other. */
const NOTIFICATIONS = 64

export function makeFixture(): Fixture {
  const merchant = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const weixin = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const bare = {
    appId: 'wx0123456789abcdef',
    mchId: '1612345678',
    apiV3Key: 'k'.repeat(32),
    apiV2Key: '2'.repeat(32),
    publicKeyId: `PUB_KEY_ID_${'0'.repeat(34)}`,
    merchantPrivateKey: merchant.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    weixinPublicKey: weixin.publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    environment: 'bench',
  }
  const indices = Array.from({ length: NOTIFICATIONS }, (_, index) => index)
  return {
    ...bare,
    notifications: indices.map((index) => signedNotification(bare, weixin.privateKey, index)),
    notificationsV2: indices.map((index) => signedNotificationV2(bare, index)),
  }
}

function idsOf(
  { environment }: Bare,
  index: number,
): Pick<SignedNotification, 'orderId' | 'outTradeNo' | 'transactionId'> {
  const orderId = `TEA${1000 + index}`
  return {
    orderId,
    outTradeNo: outTradeNoOf(environment, { id: orderId, createdAt }, 1),
    transactionId: `4200${String(index).padStart(24, '0')}`,
  }
}

function signedNotification(
  fixture: Bare,
  privateKey: KeyObject,
  index: number,
): SignedNotification {
  const { appId, mchId, apiV3Key, publicKeyId } = fixture
  const ids = idsOf(fixture, index)
  const { orderId, outTradeNo, transactionId } = ids
  const resource = JSON.stringify({
    appid: appId,
    mchid: mchId,
    out_trade_no: outTradeNo,
    transaction_id: transactionId,
    trade_type: 'JSAPI',
    trade_state: 'SUCCESS',
    trade_state_desc: '支付成功',
    bank_type: 'OTHERS',
    attach: orderId,
    success_time: '2026-11-23T09:42:05+08:00',
    payer: { openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o' },
    amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
  })
  const nonce = 'fdasflkja484'
  const cipher = createCipheriv('aes-256-gcm', apiV3Key, nonce)
  cipher.setAAD(Buffer.from('transaction'))
  const sealed = [cipher.update(resource, 'utf8'), cipher.final(), cipher.getAuthTag()]
  const body = JSON.stringify({
    id: `5f1d0a3e-0000-4000-8000-${String(index).padStart(12, '0')}`,
    create_time: '2026-11-23T09:42:05+08:00',
    resource_type: 'encrypt-resource',
    event_type: 'TRANSACTION.SUCCESS',
    summary: '支付成功',
    resource: {
      original_type: 'transaction',
      algorithm: 'AEAD_AES_256_GCM',
      ciphertext: Buffer.concat(sealed).toString('base64'),
      associated_data: 'transaction',
      nonce,
    },
  })
  const timestamp = String(Math.floor(Date.now() / 1000))
  const text = `${timestamp}\n${nonce}\n${body}\n`
  const headers = {
    'content-type': 'application/json',
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': publicKeyId,
    'wechatpay-signature': sign('sha256', Buffer.from(text), privateKey).toString('base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  }
  return { ...ids, headers, body }
}

/** With the fields and in the order of WeChat's own example. */
function signedNotificationV2(fixture: Bare, index: number): SignedNotification {
  const { appId, mchId, apiV2Key } = fixture
  const ids = idsOf(fixture, index)
  const { orderId, outTradeNo, transactionId } = ids
  const fields = {
    appid: appId,
    attach: orderId,
    bank_type: 'OTHERS',
    cash_fee: String(total),
    fee_type: 'CNY',
    is_subscribe: 'Y',
    mch_id: mchId,
    nonce_str: '5d2b6c2a8db53831f7eda20af46e531c',
    openid: 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o',
    out_trade_no: outTradeNo,
    result_code: 'SUCCESS',
    return_code: 'SUCCESS',
    time_end: '20261123094205',
    total_fee: String(total),
    trade_type: 'JSAPI',
    transaction_id: transactionId,
  }
  const signed = Object.entries(fields).map(([name, value]) => `${name}=${value}`)
  const text = [...signed, `key=${apiV2Key}`].join('&')
  const sign = createHash('md5').update(text).digest('hex').toUpperCase()
  const lines = Object.entries({ ...fields, sign }).map(
    ([name, value]) => `<${name}><![CDATA[${value}]]></${name}>\n`,
  )
  const headers = { 'content-type': 'text/xml' }
  return { ...ids, headers, body: `<xml>${lines.join('')}</xml>` }
}

/** The orders of all notifications, paid by them: what is measured ends where the app's handler would begin. */
export function paidOrders({ notifications }: Fixture): Map<string, PaidOrder> {
  return new Map(
    notifications.map(({ orderId: id, outTradeNo, transactionId }): [string, PaidOrder] => [
      id,
      { id, createdAt, total, description: '明前龙井 × 1', outTradeNo, transactionId },
    ]),
  )
}

/** An app that does the work by hand stores the number that it ordered with. */
export interface PaidOrder extends Order {
  outTradeNo: string
}

/** The keys as objects, parsed once: parsing costs more than signing. */
export function readKeys(fixture: Fixture): {
  merchantPrivateKey: KeyObject
  weixinPublicKey: KeyObject
  apiV3Key: KeyObject
} {
  return {
    merchantPrivateKey: createPrivateKey(fixture.merchantPrivateKey),
    weixinPublicKey: createPublicKey(fixture.weixinPublicKey),
    apiV3Key: createSecretKey(fixture.apiV3Key, 'utf8'),
  }
}

/** A WeChat in this process that returns a token and a ticket, so that no socket is measured. */
export async function issue({ url }: HttpRequest): Promise<HttpResponse> {
  const cached = url.includes('getticket') ? { ticket: 't'.repeat(86) } : { access_token: 'a' }
  return {
    status: 200,
    headers: {},
    body: Buffer.from(JSON.stringify({ ...cached, expires_in: 7200 })),
  }
}
