import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { publicApi } from './public-api.ts'
import { readBlocks } from './readme/blocks.ts'
import { copyBlocks, typeErrors } from './readme/copy.ts'
import { openShop, type Shop } from './readme/shop.ts'
import { signIn } from './readme/sign-in.ts'

describe('the code in the README', () => {
  it('is the same in both languages', () => {
    expect(readBlocks('README.zh-CN.md')).toEqual(readBlocks('README.md'))
  })

  it('compiles, strictly', () => {
    const copy = copyBlocks(readBlocks('README.md'))
    try {
      expect(typeErrors(copy)).toBe('')
    } finally {
      copy.remove()
    }
  }, 120_000)
})

describe('the server in the README', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
  })
  afterAll(() => shop?.close())

  it('signs a user in, takes an order, and settles it by the notification', async () => {
    const headers = { cookie: await signIn(shop.url) }
    const send = async (method: string): Promise<unknown> => {
      const reply = await fetch(`${shop.url}/weixin/pay/42`, { method, headers })
      return reply.json()
    }
    expect(await send('POST')).toMatchObject({ tradeType: 'jsapi', params: { signType: 'RSA' } })
    expect(await send('GET')).toEqual({ orderId: '42', state: 'unpaid' })

    const [order] = shop.simulator.orders()
    await shop.simulator.pay(order?.prepayId ?? '')
    await shop.simulator.notifications.idle()
    const notification = shop.simulator
      .log()
      .findLast(({ call }) => call.includes('/weixin/notify'))
    expect(notification?.response.status).toBe(204)
    expect(await send('GET')).toEqual({ orderId: '42', state: 'paid' })
    expect(await send('POST')).toEqual({ settled: 'paid' })
  })
})

describe('the README of koa-weixin', () => {
  const read = (path: string): string =>
    readFileSync(fileURLToPath(new URL(`../packages/koa-weixin/${path}`, import.meta.url)), 'utf8')
  const readme = read('README.md')

  it('documents every option, in the order of the source', () => {
    const names = publicApi([
      fileURLToPath(new URL('../packages/koa-weixin/src/index.ts', import.meta.url)),
    ])
    const options = names.flatMap(({ name }) => /^WeixinOptions\.(\w+)$/.exec(name)?.[1] ?? [])
    const [, table = ''] = /^## Options$(.+?)\n\n\| `merchant`/ms.exec(readme) ?? []
    const documented = [...table.matchAll(/^\| (`\w+`(?:, `\w+`)*) /gm)].flatMap(([, list = '']) =>
      list.replaceAll('`', '').split(', '),
    )
    expect(options).toContain('defer')
    expect(documented).toEqual(options)
  })
})
