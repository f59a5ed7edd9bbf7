import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SECRET } from '../shop.ts'
import { bodyAttacks } from './body-attacks.ts'
import { contentAttacks } from './content-attacks.ts'
import { headerAttacks } from './header-attacks.ts'
import { jsonAttacks } from './json-attacks.ts'
import { routeAttacks } from './route-attacks.ts'
import { genuine, OPENID, setScene, TRANSACTION_ID, type Attack, type Scene } from './scene.ts'
import { sealingAttacks } from './sealing-attacks.ts'
import { signatureAttacks } from './signature-attacks.ts'
import { send, type Heard, type Sent } from './wire.ts'

let scene: Scene
/** All that was answered, to be searched for secrets. */
const heard: string[] = []
const ends: (() => Promise<void>)[] = []

beforeAll(async () => {
  scene = await setScene((end) => ends.push(end))
})
afterAll(async () => {
  for (const end of ends.toReversed()) await end()
})

async function attack(sent: Sent): Promise<Heard> {
  const reply = await send(scene.shops[sent.front ?? 'nothing'].url, sent)
  heard.push(reply.text)
  return reply
}

function expectUntouched(): void {
  const { orders } = scene.shops.nothing
  expect(orders.row(scene.order.id).paidBy).toBeNull()
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
    const reply = await attack(forge(scene))
    expect(reply.status).toBe(status)
    const form = code === null ? '' : JSON.stringify({ code: 'FAIL', message: code })
    expect(reply.text).toContain(form)
    expectUntouched()
  })
})

describe('after all of them', () => {
  it('no two attacks are the same, and there are more than a hundred', () => {
    const names = tables.flatMap(([, attacks]) => attacks.map(([name]) => name))
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(100)
  })

  it('nothing leaked into a reply or the log', () => {
    const said = [...heard, ...Object.values(scene.shops).flatMap(({ logged }) => logged)].join(
      '\n',
    )
    const { appSecret } = scene.shops.nothing.simulator.credentials
    const keyLine = scene.merchantKey.split('\n')[1] ?? ''
    expect(said.length).toBeGreaterThan(10_000)
    for (const secret of [OPENID, scene.apiV3Key, SECRET, appSecret, keyLine])
      expect(said).not.toContain(secret)
  })

  it('the same process takes the genuine notice, and a copy of it without a second call', async () => {
    const { orders } = scene.shops.nothing
    const notice = genuine(scene)
    expect((await attack(notice)).status).toBe(204)
    expect(orders.row(scene.order.id).paidBy).toBe(TRANSACTION_ID)
    const copies = [notice, notice, { ...notice, front: '@koa/bodyparser' } as const]
    const replies = await Promise.all(copies.map((copy) => attack(copy)))
    expect(replies.map(({ status }) => status)).toEqual([204, 204, 204])
    expect(orders.paidCalls).toHaveLength(1)
  })
})
