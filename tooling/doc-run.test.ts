import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { reconcile } from '../packages/koa-weixin/src/index.ts'
import { DAY, nextDay, START } from '../packages/koa-weixin/test/bill-days.ts'
import { filesIn, readText } from './repository-files.ts'

/** A block after `<!-- run -->` is run as it stands, against a shop and a simulator. */
const marked = /<!-- run -->\n\n```ts\n([^]*?)^```$/gm

const blocks = filesIn('docs')
  .filter((path) => path.endsWith('.md'))
  .flatMap((path) => {
    const text = readText(path)
    return [...text.matchAll(marked)].map((match) => ({
      place: `${path}:${text.slice(0, match.index).split('\n').length + 3}`,
      code: match[1] ?? '',
    }))
  })

type Runnable = (...values: unknown[]) => Promise<unknown>
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...parts: string[]
) => Runnable

/** What the code of a document uses without declaring it. */
type Names = Record<string, unknown>

async function run(code: string, names: Names): Promise<void> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
  })
  await new AsyncFunction(...Object.keys(names), outputText)(...Object.values(names))
}

describe('the code in documents that is marked to be run', () => {
  it('is there, in both languages', () => {
    const places = blocks.map(({ place }) => place.replace(/:\d+$/, '').replace('/zh/', '/'))
    expect(new Set(places)).toEqual(
      new Set([
        'docs/jssdk.md',
        'docs/notifications.md',
        'docs/payments.md',
        'docs/refunds-and-bills.md',
        'docs/testing.md',
      ]),
    )
    expect(blocks.filter(({ place }) => place.includes('/zh/')).length).toBe(blocks.length / 2)
  })

  it.each(blocks)('$place', async ({ code }) => {
    const shop = await nextDay({ weixin: { allowedOrigins: ['https://tea.example.com'] } })
    const { weixin, simulator, orders, first, refund } = shop
    const paid = await shop.pay({ total: 100, description: '一杯茶' })
    const unpaid = orders.add({
      openid: shop.customer.openid,
      createdAt: new Date(START - 3_600_000),
    })
    await shop.customer.post(`/weixin/pay/${unpaid.id}`)
    const compared: unknown[][] = []
    const compare = (...values: unknown[]): void => void compared.push(values)
    await run(code, {
      weixin,
      simulator,
      reconcile,
      transactionId: paid.transactionId,
      orderId: unpaid.id,
      unpaidOrders: () => [unpaid.id],
      compare,
      compareRefund: compare,
      console: { log: () => {} },
    })
    // What the code is there for.
    const [refunds, reads, closes] = [
      /refunds\.create/,
      /bills\.trades/,
      /orders\.close|reconcile\(/,
    ].map((pattern) => pattern.test(code))
    const isCompared = (...row: unknown[]): boolean =>
      compared.some((values) => JSON.stringify(values) === JSON.stringify(row))
    const order = simulator.orders().find(({ attach }) => attach === unpaid.id)
    expect({
      refunded: refunds && (await weixin.refunds.find('R-42')).amount,
      paymentRead: isCompared(first.id, first.outTradeNo, 2800),
      refundRead: isCompared(refund.outRefundNo, 1000),
      state: order?.tradeState,
    }).toEqual({
      refunded: refunds && 100,
      paymentRead: reads,
      refundRead: reads,
      state: closes ? 'CLOSED' : 'NOTPAY',
    })
  })

  it(`has bills of ${DAY}`, () => {
    expect(blocks.some(({ code }) => code.includes(`'${DAY}'`))).toBe(true)
  })
})
