import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECRET } from '../shop.ts'
import { bodyAttacks } from './body-attacks.ts'
import { contentAttacks } from './content-attacks.ts'
import { headerAttacks } from './header-attacks.ts'
import { jsonAttacks } from './json-attacks.ts'
import { routeAttacks } from './route-attacks.ts'
import {
  genuine,
  OPENID,
  openFixture,
  TRANSACTION_ID,
  type Attack,
  type Fixture,
} from './fixture.ts'
import { sealingAttacks } from './sealing-attacks.ts'
import { signatureAttacks } from './signature-attacks.ts'
import { send, type Received, type Sent } from './raw-http.ts'

let fixture: Fixture
/** All that was answered, to be searched for secrets. */
const received: string[] = []
const ends: (() => Promise<void>)[] = []

beforeAll(async () => {
  fixture = await openFixture((end) => ends.push(end))
})
afterAll(async () => {
  for (const end of ends.toReversed()) await end()
})

async function attack(sent: Sent): Promise<Received> {
  const response = await send(fixture.shops[sent.front ?? 'nothing'].url, sent)
  received.push(response.text)
  return response
}

function expectUntouched(): void {
  const { orders } = fixture.shops.nothing
  expect(orders.row(fixture.order.id).transactionId).toBeNull()
  expect([orders.paidCalls, orders.refunds]).toEqual([[], []])
}

const tables: [string, Attack[]][] = [
  ['headers', headerAttacks],
  ['signature', signatureAttacks],
  ['seal', sealingAttacks],
  ['contents', contentAttacks],
  ['JSON', jsonAttacks],
  ['body', bodyAttacks],
  ['method and path', routeAttacks],
]

describe.each(tables)('attacks by the %s', (_name, attacks) => {
  it.each(attacks)('%s', async (_attack, forge, status, code) => {
    const response = await attack(forge(fixture))
    expect(response.status).toBe(status)
    const form = code === null ? '' : JSON.stringify({ code: 'FAIL', message: code })
    expect(response.text).toContain(form)
    expectUntouched()
  })
})

describe('after all of them', () => {
  it('nothing leaked into a response or the log', () => {
    const reported = [
      ...received,
      ...Object.values(fixture.shops).flatMap(({ logged }) => logged),
    ].join('\n')
    const { appSecret } = fixture.shops.nothing.simulator.credentials
    const keyLine = fixture.merchantKey.split('\n')[1] ?? ''
    expect(reported.length).toBeGreaterThan(10_000)
    for (const secret of [OPENID, fixture.apiV3Key, SECRET, appSecret, keyLine])
      expect(reported).not.toContain(secret)
  })

  it('the same process takes the genuine notification, and a copy of it without a second call', async () => {
    const { orders } = fixture.shops.nothing
    const notification = genuine(fixture)
    expect((await attack(notification)).status).toBe(204)
    expect(orders.row(fixture.order.id).transactionId).toBe(TRANSACTION_ID)
    const copies = [
      notification,
      notification,
      { ...notification, front: '@koa/bodyparser' } as const,
    ]
    const responses = await Promise.all(copies.map((copy) => attack(copy)))
    expect(responses.map(({ status }) => status)).toEqual([204, 204, 204])
    expect(orders.paidCalls).toHaveLength(1)
  })
})
