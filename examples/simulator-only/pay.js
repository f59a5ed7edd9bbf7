// The simulator with code of your own, in any language: an API v3 order, its payment, and the notification. This one uses
// nothing but Node. A wrong signature is rejected as WeChat rejects it, and the simulator's log says what was wrong.
import { createDecipheriv, createSign, createVerify, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { createSimulator } from 'weixin-simulator'

const simulator = await createSimulator()
const { appId, mchId, serialNo, privateKey, apiV3Key, publicKey } = simulator.credentials
const [user] = simulator.users()

// 1. Your notify address.
const shop = createServer().listen(0, 'localhost')
await once(shop, 'listening')
const notifyUrl = `http://localhost:${shop.address().port}/notify`
const notified = new Promise((resolve, reject) => {
  shop.on('request', (request, response) => {
    text(request).then((body) => {
      const isGenuine = verify(request.headers, body)
      response.writeHead(isGenuine ? 204 : 401).end()
      if (isGenuine) resolve(decrypt(JSON.parse(body).resource))
    }, reject)
  })
})

// 2. An order.
const order = await call('POST', '/v3/pay/transactions/jsapi', {
  appid: appId,
  mchid: mchId,
  description: '一杯茶',
  out_trade_no: `TEA-${Date.now()}`,
  notify_url: notifyUrl,
  amount: { total: 1 },
  payer: { openid: user.openid },
})
console.log('ordered:', order.prepay_id)

// 3. The user pays. In a browser this is the payment sheet; a test calls it directly.
await simulator.pay(order.prepay_id)

// 4. The notification.
const transaction = await notified
console.log('paid:', transaction.trade_state, transaction.out_trade_no, transaction.amount.total)

shop.close()
await simulator.close()

async function call(method, path, fields) {
  const body = JSON.stringify(fields)
  const timestamp = Math.floor(Date.now() / 1000)
  const nonce = randomBytes(16).toString('hex')
  const signature = createSign('RSA-SHA256')
    .update(`${method}\n${path}\n${timestamp}\n${nonce}\n${body}\n`)
    .sign(privateKey, 'base64')
  const values = { mchid: mchId, nonce_str: nonce, signature, timestamp, serial_no: serialNo }
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${value}"`)
  const response = await fetch(simulator.url + path, {
    method,
    body,
    headers: {
      authorization: `WECHATPAY2-SHA256-RSA2048 ${pairs.join(',')}`,
      'content-type': 'application/json',
      accept: 'application/json',
      'user-agent': 'example',
    },
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response.json()
}

function verify(headers, body) {
  const message = `${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body}\n`
  return createVerify('RSA-SHA256')
    .update(message)
    .verify(publicKey, headers['wechatpay-signature'], 'base64')
}

function decrypt({ ciphertext, nonce, associated_data: associatedData }) {
  const bytes = Buffer.from(ciphertext, 'base64')
  const decipher = createDecipheriv('aes-256-gcm', apiV3Key, nonce)
  decipher.setAAD(Buffer.from(associatedData)).setAuthTag(bytes.subarray(-16))
  return JSON.parse(
    Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString(),
  )
}
