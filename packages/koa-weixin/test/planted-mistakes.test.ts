import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSimulator, type LogEntry, type Simulator } from 'weixin-simulator'
import type { PlantedMistake } from './planted/mistakes.ts'
import { orders } from './planted/orders.ts'
import { pageSignature } from './planted/page-signature.ts'
import { payParameters } from './planted/pay-parameters.ts'
import { requests } from './planted/requests.ts'
import { walk } from './planted/road.ts'
import { signingIn } from './planted/signing-in.ts'
import { openSources, type Edit, type Sources } from './planted/sources.ts'
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

/** What WeChat answered: to the visitor as they heard it, to the server as the log has it. */
function answerTo({ call, answered }: LogEntry, heard: string): string {
  const isServer = /^\w+ \/(v3|cgi-bin|sns)\//.test(call)
  return isServer ? `${answered.status} ${answered.code}` : heard
}

/** The known mistake that reproduces the signature; for all else these words, where the message has them. */
function nameIn({ found, en, zh }: NonNullable<LogEntry['why']>, words: string): string {
  if (found) return found.mistake
  const message = `${en}\n${zh}`
  return message.includes(words) ? words : message
}

describe('as it ships', () => {
  it('walks the whole road without a refusal', async () => {
    const before = calls.length
    const shop = await shopWith()
    const { at, order } = await walk(shop, calls)
    expect(at).toBe('paid')
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
    expect(calls.slice(before).flatMap(({ why }) => why ?? [])).toEqual([])
    expect(shop.logged).toEqual([])
  })

  it('is refused once where the price changes, and walks on', async () => {
    const before = calls.length
    const shop = await shopWith()
    const { at, order } = await walk(shop, calls, { priceChanges: true })
    expect(at).toBe('paid')
    expect(shop.orders.row(order.id).paidBy).not.toBeNull()
    const reasons = calls.slice(before).flatMap(({ why }) => why?.code ?? [])
    expect(reasons).toEqual(['INVALID_REQUEST'])
  })
})

describe.each<[string, PlantedMistake[]]>([
  ['a request to WeChat Pay', requests],
  ['an order', orders],
  ['what the page pays with', payParameters],
  ["a page's signature", pageSignature],
  ['sign-in and tokens', signingIn],
])('a mistake in %s', (_name, mistakes) => {
  it.each(mistakes)('$name', async (mistake) => {
    const money = simulator.users()
    const shop = await shopWith(mistake)
    const road = { priceChanges: mistake.at === 'close' }
    const { at, refused, heard, order } = await walk(shop, calls, road)

    expect(at).toBe(mistake.at)
    if (!refused?.why || heard === null) throw new Error(`Refused: ${refused?.call}; ${heard}`)
    expect(answerTo(refused, heard)).toBe(mistake.answer)
    expect(refused.why.code).toBe(mistake.why)
    expect(nameIn(refused.why, mistake.names)).toBe(mistake.names)

    expect(shop.orders.row(order.id).paidBy).toBeNull()
    expect(shop.orders.paidCalls).toEqual([])
    expect(simulator.users()).toEqual(money)
  })
})

describe('planting', () => {
  const file = 'protocol/china-time.ts'
  it.each([
    ['nowhere', { file, from: 'no such text', to: '' }, 'has the place 0 times'],
    ['in two places', { file, from: 'EIGHT_HOURS', to: '' }, 'has the place 2 times'],
    ['in a file that nobody loads', { file: 'nothing.ts', from: '', to: '' }, 'was not loaded'],
  ])('%s fails', async (_name, edit, message) => {
    await expect(sources.load(edit)).rejects.toThrow(message)
  })
})
