import { onTestFinished } from 'vitest'
import type { Payment } from 'weixin-contract'
import { createSimulator, type Simulator } from 'weixin-simulator'
import type { MerchantOptions, WeixinOptions } from '../../src/index.ts'
import { openShop } from '../shop.ts'

const LIST = 'GET /v3/certificates'

/** A simulator with one certificate that signs everything. */
export async function inCertificateMode() {
  const simulator = await createSimulator()
  onTestFinished(() => simulator.close())
  const { serialNo, certificate } = await simulator.platform.issue()
  simulator.platform.signBy({ [serialNo]: 1 })
  return { simulator, serialNo, certificate }
}

export async function openWith(
  simulator: Simulator,
  trusted: Partial<MerchantOptions>,
  weixin: Partial<WeixinOptions> = {},
) {
  const { mchId, serialNo, privateKey, apiV3Key } = simulator.credentials
  const merchant = { mchId, serialNo, privateKey, apiV3Key, ...trusted }
  const shop = await openShop({ simulator, weixin: { merchant, ...weixin } })
  const customer = await shop.customer()
  const pay = (orderId: string) => customer.post(`/weixin/pay/${orderId}`)
  const order = () => shop.orders.add({ openid: customer.openid })
  /** How often the list was downloaded. */
  const downloads = () => simulator.log().filter(({ call }) => call === LIST).length
  /** The whole road; gives the row. */
  const buy = async () => {
    const { id } = order()
    const payment = (await pay(id)).body as Payment
    if (payment.tradeType !== 'jsapi') throw new Error(JSON.stringify(payment))
    await simulator.pay(payment.params.package.slice('prepay_id='.length))
    await simulator.notifications.idle()
    return shop.orders.row(id)
  }
  return { shop, customer, pay, order, downloads, buy }
}

export const DOWNLOAD = { platformCertificates: 'download' } as const
