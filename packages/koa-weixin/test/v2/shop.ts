import { expect } from 'vitest'
import type { Payment } from 'weixin-contract'
import type { MerchantV2Options } from '../../src/index.ts'
import { openShop, type Shop, type ShopOptions } from '../shop.ts'
import type { TeaOrder } from '../tea-orders.ts'
import type { Answer, CookieClient } from '../cookie-client.ts'

export interface V2Fixture {
  shop: Shop
  customer: CookieClient & { openid: string }
  order: TeaOrder
}

/** A shop whose merchant uses API v2, a signed-in user, and an order of theirs. */
export async function openV2Shop(
  options: Omit<ShopOptions, 'merchant'> & { merchant?: Partial<MerchantV2Options> } = {},
): Promise<V2Fixture> {
  const shop = await openShop({ ...options, merchant: { ...options.merchant, api: 'v2' } })
  const customer = await shop.customer()
  return { shop, customer, order: shop.orders.add({ openid: customer.openid }) }
}

export const payment = (answer: Answer): Payment => {
  expect(answer.body).not.toHaveProperty('error')
  return answer.body as Payment
}

export const prepayIdOf = (answer: Answer): string => {
  const response = payment(answer)
  if (response.tradeType !== 'jsapi') throw new Error(`not jsapi: ${JSON.stringify(response)}`)
  return response.params.package.slice('prepay_id='.length)
}

/** State and price of each order at WeChat, in the sequence of placing. */
export const trade = ({ simulator }: Shop): [string, number][] =>
  simulator.orders().map(({ tradeState, total }) => [tradeState, total])
