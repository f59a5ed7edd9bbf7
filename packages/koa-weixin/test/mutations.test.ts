import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from 'weixin-simulator'
import type { Mutation } from './mutations/mutations.ts'
import { orders } from './mutations/orders.ts'
import { pageSignature } from './mutations/jssdk-signature.ts'
import { paymentParams } from './mutations/payment-params.ts'
import { requests } from './mutations/requests.ts'
import { walk } from './mutations/payment-flow.ts'
import { signingIn } from './mutations/signing-in.ts'
import { openSources, type Edit, type Sources } from './mutations/sources.ts'
import { openShop, type Shop } from './shop.ts'

/** What the simulator's log holds, in full: the log itself forgets the oldest calls. */
const calls: LogEntry[] = []
let simulator: Simulator
let sources: Sources
let shops = 0

beforeAll(async () => {
  sources = await openSources()
  simulator = await createSimulator({ onCall: (entry) => calls.push(entry) })
})
afterAll(async () => {
  await simulator.close()
  await sources.close()
})

async function shopWith(edit?: Edit): Promise<Shop> {
  const koaWeixin = await sources.load(edit)
  shops += 1
  return openShop({ simulator, koaWeixin, weixin: { environment: `shop ${shops}` } })
}

/** WeChat's response: to the user as the page shows it, to the server as the log has it. */
function answerTo({ call, response }: LogEntry, received: string): string {
  const isServer = /^\w+ \/(v3|cgi-bin|sns)\//.test(call)
  return isServer ? `${response.status} ${response.code}` : received
}

/** The known mistake that reproduces the signature; for all else these words, where the explanation or the reply has them. */
function nameIn({ reason, response }: LogEntry, words: string): string {
  if (reason?.mistake) return reason.mistake.name
  const { message } = (response.body ?? {}) as { message?: string }
  const text = [reason?.en, reason?.zh, message].join('\n')
  return text.includes(words) ? words : text
}

describe('as it ships', () => {
  it('completes the payment without a refusal', async () => {
    const before = calls.length
    const shop = await shopWith()
    const { at, order } = await walk(shop, calls)
    expect(at).toBe('paid')
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
    expect(calls.slice(before).flatMap(({ reason }) => reason ?? [])).toEqual([])
    expect(shop.logged).toEqual([])
  })

  it('is refused once where the price changes, and completes the payment', async () => {
    const before = calls.length
    const shop = await shopWith()
    const { at, order } = await walk(shop, calls, { priceChanges: true })
    expect(at).toBe('paid')
    expect(shop.orders.row(order.id).transactionId).not.toBeNull()
    const refusals = calls.slice(before).filter(({ reason }) => reason)
    expect(refusals.map(({ response }) => response.code)).toEqual(['INVALID_REQUEST'])
  })
})

describe.each<[string, Mutation[]]>([
  ['a request to WeChat Pay', requests],
  ['an order', orders],
  ['what the page pays with', paymentParams],
  ["a page's signature", pageSignature],
  ['sign-in and tokens', signingIn],
])('a mistake in %s', (_name, mistakes) => {
  it.each(mistakes)('$name', async (mutation) => {
    const money = simulator.users()
    const shop = await shopWith(mutation)
    const options = { priceChanges: mutation.at === 'close' }
    const { at, refused, received, order } = await walk(shop, calls, options)

    expect(at).toBe(mutation.at)
    if (!refused?.reason || received === null)
      throw new Error(`Refused: ${refused?.call}; ${received}`)
    expect(answerTo(refused, received)).toBe(mutation.response)
    expect(refused.reason.code).toBe(mutation.reason)
    expect(nameIn(refused, mutation.names)).toBe(mutation.names)

    expect(shop.orders.row(order.id).transactionId).toBeNull()
    expect(shop.orders.paidCalls).toEqual([])
    expect(simulator.users()).toEqual(money)
  })
})

describe('an edit', () => {
  const edit = { file: 'protocol/v3/request-signature.ts', in: 'requestText', to: '' }
  it.each([
    ['nowhere', { ...edit, from: 'no such text' }, 'has the place 0 times'],
    ['in two places', { ...edit, from: 'method' }, 'has the place 2 times'],
    ['in no function', { ...edit, in: 'nothing', from: '' }, 'has no function nothing'],
    ['in a file that is not loaded', { ...edit, file: 'no.ts', from: '' }, 'was not loaded'],
  ])('%s fails', async (_name, wrong, message) => {
    await expect(sources.load(wrong)).rejects.toThrow(message)
  })
})
