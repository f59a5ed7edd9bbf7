import { describe, expect, it, onTestFinished } from 'vitest'
import { createSimulator, type Simulator } from 'weixin-simulator'
import { axiosHttp } from '../../src/remote/http.ts'
import { WeixinError, type Endpoints, type Http } from '../../src/index.ts'
import { openV2Shop, prepayIdOf } from './shop.ts'

/** WeChat Pay, except for its first responses to an order: it placed the order, and the response was lost. */
async function shopWhere(
  answers: (number | 'none')[],
  simulator?: Simulator,
  endpoints?: Endpoints,
) {
  const real = axiosHttp()
  const requests: string[] = []
  const http: Http = async (request) => {
    const response = await real(request)
    if (!request.url.endsWith('/pay/unifiedorder')) return response
    requests.push(new URL(request.url).hostname)
    const answer = answers.shift()
    if (answer === 'none') throw new WeixinError('weixin-unreachable')
    return answer === undefined ? response : { status: answer, headers: {}, body: Buffer.from('') }
  }
  const weixin = { http, ...(endpoints && { endpoints }) }
  return { requests, ...(await openV2Shop({ weixin, ...(simulator && { simulator }) })) }
}

describe('API v2', () => {
  it.each([[[500]], [[502, 503]], [[429]]])(
    'repeats an order after %j, and it stays one order',
    async (answers) => {
      const { shop, customer, order, requests } = await shopWhere([...answers])
      await shop.simulator.pay(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`)))
      await shop.simulator.notifications.idle()
      expect(requests).toHaveLength(answers.length + 1)
      expect(shop.simulator.orders()).toHaveLength(1)
      expect(shop.orders.paidCalls).toHaveLength(1)
    },
  )

  it('without a backup host sends it once, and the next try is the same payment', async () => {
    const { shop, customer, order, requests } = await shopWhere(['none'])
    expect((await customer.post(`/weixin/pay/${order.id}`)).status).toBe(502)
    expect(requests).toHaveLength(1)
    await shop.simulator.pay(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`)))
    await shop.simulator.notifications.idle()
    expect(shop.simulator.orders()).toHaveLength(1)
    expect(shop.orders.paidCalls).toHaveLength(1)
  })

  it('calls the backup host when the main one does not respond', async () => {
    const simulator = await createSimulator()
    onTestFinished(() => simulator.close())
    const { url, secureUrl, credentials } = simulator
    const pay = [url, url.replace('localhost', '127.0.0.1')] as const
    const endpoints = { api: url, open: url, pay, secure: secureUrl, ca: credentials.ca }
    const { shop, customer, order, requests } = await shopWhere(['none'], simulator, endpoints)
    await shop.simulator.pay(prepayIdOf(await customer.post(`/weixin/pay/${order.id}`)))
    await shop.simulator.notifications.idle()
    expect(requests).toEqual(['localhost', '127.0.0.1'])
    expect(shop.simulator.orders()).toHaveLength(1)
    expect(shop.orders.paidCalls).toHaveLength(1)
  })
})
