import { expect, it } from 'vitest'
import type { Payment } from 'weixin-contract'
import { createSimulator } from 'weixin-simulator'
import { axiosHttp } from '../src/index.ts'
import { openShop } from './shop.ts'

const SUB_MCH = '1900000002'

async function openPartnerShop() {
  const simulator = await createSimulator({ subMerchants: [{ mchId: SUB_MCH }] })
  const { mchId, serialNo, privateKey, apiV3Key, apiV2Key, publicKeyId, publicKey } =
    simulator.credentials
  const publicKeys = { [publicKeyId]: publicKey }
  const serviceProvider = { subMchId: SUB_MCH }
  const merchant = { mchId, serialNo, privateKey, apiV3Key, apiV2Key, publicKeys, serviceProvider }
  const urls: string[] = []
  const http = axiosHttp()
  const shop = await openShop({
    simulator,
    weixin: {
      merchant,
      http: (request) => {
        urls.push(request.url)
        return http(request)
      },
    },
  })
  return { shop, urls }
}

it('a refund that a service provider makes in the console reaches its order', async () => {
  const { shop } = await openPartnerShop()
  const customer = await shop.customer()
  const order = shop.orders.add({ openid: customer.openid })
  const { body } = await customer.post(`/weixin/pay/${order.id}`)
  const { params } = body as Extract<Payment, { tradeType: 'jsapi' }>
  const { transactionId } = await shop.simulator.pay(params.package.slice('prepay_id='.length))
  await shop.simulator.notifications.idle()
  const notifyUrl = `${shop.url}/weixin/notify`
  const { outRefundNo } = await shop.simulator.refundInConsole({ transactionId, notifyUrl })
  await shop.simulator.notifications.idle()
  expect(shop.alerts).toEqual([])
  expect(shop.orders.refunds).toMatchObject([
    { order: { id: order.id }, refund: { outRefundNo, refundStatus: 'SUCCESS', amount: 2800 } },
  ])
})

it('a trade bill is that of the sub-merchant alone', async () => {
  const { shop, urls } = await openPartnerShop()
  await expect(shop.weixin.bills.trades('2026-11-20')).rejects.toMatchObject({
    code: 'bill-absent',
  })
  expect(urls.at(-1)).toContain(`/v3/bill/tradebill?bill_date=2026-11-20&sub_mchid=${SUB_MCH}&`)
})
