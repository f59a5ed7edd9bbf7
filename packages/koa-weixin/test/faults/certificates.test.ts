import { describe, expect, it, onTestFinished } from 'vitest'
import type { Payment } from 'weixin-contract'
import { createSimulator } from 'weixin-simulator'
import keys from 'weixin-vectors/test-only-keys.json'
import type { WeixinError } from '../../src/index.ts'
import { signedHeaders } from '../as-weixin.ts'
import { DOWNLOAD, inCertificateMode, openWith } from './certificate-shop.ts'
import { codeOf } from './paid-once.ts'

describe('platform certificates', () => {
  it('are downloaded once, on first use, by simultaneous calls too', async () => {
    const { simulator } = await inCertificateMode()
    const { buy, downloads } = await openWith(simulator, DOWNLOAD)
    expect(downloads()).toBe(0)
    const rows = await Promise.all([buy(), buy(), buy()])
    expect(rows.map(({ transactionId }) => transactionId)).not.toContain(null)
    expect(downloads()).toBe(1)
  })

  it('may be given instead, and then nothing is downloaded', async () => {
    const { simulator, certificate } = await inCertificateMode()
    const { buy, downloads } = await openWith(simulator, { platformCertificates: [certificate] })
    expect((await buy()).transactionId).not.toBeNull()
    expect(downloads()).toBe(0)
  })

  it('survive a probe in the reply that brings them', async () => {
    const { simulator } = await inCertificateMode()
    const { buy, downloads } = await openWith(simulator, DOWNLOAD)
    simulator.faults.probe({ responses: 1 })
    expect((await buy()).transactionId).not.toBeNull()
    expect(downloads()).toBe(2)
  })

  it('are not trusted when another key encrypted them: the error names the APIv3 key', async () => {
    const { simulator } = await inCertificateMode()
    const apiV3Key = 'another-key-of-32-characters-00'.padEnd(32, '0')
    const { pay, order } = await openWith(simulator, { ...DOWNLOAD, apiV3Key })
    expect(codeOf((await pay(order().id)).body)).toBe('certificates-wrong')
    expect(simulator.orders()).toEqual([])
  })

  it('that WeChat does not have: public-key mode is explained, before anything is ordered', async () => {
    const simulator = await createSimulator()
    onTestFinished(() => simulator.close())
    const { shop, pay, order, downloads } = await openWith(simulator, DOWNLOAD)
    const errors: WeixinError[] = []
    shop.app.on('error', (error: WeixinError) => errors.push(error))
    expect(codeOf((await pay(order().id)).body)).toBe('no-certificates')
    expect(errors[0]?.remedy.en).toContain('merchant.publicKeys')
    expect(errors[0]?.remedy.zh).toContain('微信支付公钥')
    expect(errors[0]?.response?.code).toBe('RESOURCE_NOT_EXISTS')
    await pay(order().id)
    expect(downloads()).toBe(1)
    expect(simulator.orders()).toEqual([])
  })
})

describe('the week of changing over', () => {
  it('takes both kinds, mixed, and asks for the public key', async () => {
    const { simulator, serialNo } = await inCertificateMode()
    const { publicKeyId, publicKey } = simulator.credentials
    simulator.platform.signBy({ [serialNo]: 1, [publicKeyId]: 1 })
    const trusted = { ...DOWNLOAD, publicKeys: { [publicKeyId]: publicKey } }
    const { buy, downloads } = await openWith(simulator, trusted)
    for (const row of [await buy(), await buy(), await buy(), await buy()])
      expect(row.transactionId).not.toBeNull()
    // Replies came by the public key, so that only a notification had to look for a certificate.
    expect(downloads()).toBe(1)
  })

  it('a public key that nobody gave is a mistake of set-up, and downloads nothing', async () => {
    const { simulator, serialNo } = await inCertificateMode()
    const { publicKeyId } = simulator.credentials
    const { shop, pay, order, downloads } = await openWith(simulator, DOWNLOAD)
    const payment = (await pay(order().id)).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error('no jsapi payment')
    simulator.platform.signBy({ [serialNo]: 1e-9, [publicKeyId]: 1 })
    await simulator.pay(payment.params.package.slice('prepay_id='.length))
    await simulator.notifications.idle()
    expect(shop.alerts).toMatchObject([
      { kind: 'unverified', error: { code: 'serial-unknown', detail: publicKeyId } },
    ])
    expect(downloads()).toBe(1)
  })
})

describe('a flood of unknown serials', () => {
  it('makes one download, and no notification is accepted', async () => {
    const { simulator } = await inCertificateMode()
    let ahead = 0
    const now = () => Date.now() + ahead
    const { shop, buy, downloads } = await openWith(simulator, DOWNLOAD, { now })
    await buy()
    ahead = 61_000
    const body = '{}'
    const send = (at: number) =>
      fetch(`${shop.url}/weixin/notify`, {
        method: 'POST',
        headers: {
          ...signedHeaders(body, {
            privateKey: keys.platform_certificate_a.private_key_pem_pkcs8,
            serial: at.toString(16).toUpperCase().padStart(40, '5'),
          }),
          'content-type': 'application/json',
        },
        body,
      })
    const answers = await Promise.all(Array.from({ length: 200 }, (_, at) => send(at)))
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
    expect(downloads()).toBe(2)
    expect((await buy()).transactionId).not.toBeNull()
  })
})
