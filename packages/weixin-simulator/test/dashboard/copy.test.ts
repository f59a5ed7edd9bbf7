import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asCurl,
  asTest,
  controlCall,
  readSimulatorAddress,
  repeatable,
} from '../../dashboard/src/timeline/copy.ts'
import type { SendableCall } from '../../src/dashboard/sendable.ts'
import { createSimulator, type LogEntry, type Simulator } from '../../src/index.ts'
import { merchant } from '../merchant.ts'
import { receiver } from '../receiver.ts'
import { v2Merchant } from '../v2-merchant.ts'

let simulator: Simulator
let app: Awaited<ReturnType<typeof receiver>>
beforeAll(async () => {
  simulator = await createSimulator()
  app = await receiver(() => 204)
})
afterAll(() => Promise.all([simulator.close(), app.close()]))

const last = (): LogEntry => simulator.log().at(-1)!

/** The calls of an app, and what a person did, each with its entry in the log. */
const made: Record<string, () => Promise<unknown>> = {
  'an order': () => merchant(simulator, app.url).prepayId(),
  'an order that is refused for a field': () => {
    const shop = merchant(simulator, app.url)
    return shop.prepay(shop.order({ amount: { total: 0 } }))
  },
  'an order that does not exist': () => merchant(simulator).query('NONE'),
  'an access_token': () => {
    const { appId, appSecret } = simulator.credentials
    return fetch(
      `${simulator.url}/cgi-bin/token?grant_type=client_credential&appid=${appId}&secret=${appSecret}`,
    )
  },
  'a stable access_token': () => {
    const { appId, appSecret } = simulator.credentials
    return fetch(`${simulator.url}/cgi-bin/stable_token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        grant_type: 'client_credential',
        appid: appId,
        secret: appSecret,
      }),
    })
  },
  'an order of API v2': () => v2Merchant(simulator, app.url).prepayId(),
  'a delivery': async () => {
    await simulator.pay(await merchant(simulator, app.url).prepayId())
    await simulator.notifications.idle()
  },
  'a fault': () => control('faults/notification-late', { seconds: 30 }),
  'a control with a field in its path': () =>
    control(`users/${simulator.users()[0]?.openid}`, { balance: 4200 }, 'PUT'),
}

async function control(path: string, body: object, method = 'POST'): Promise<void> {
  const response = await fetch(`${simulator.url}/simulator/${path}`, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  expect(response.status).toBe(200)
}

async function sendable(entry: LogEntry): Promise<SendableCall> {
  const what = repeatable(entry)!
  if (what.kind === 'control') return controlCall(what, readSimulatorAddress(simulator.url))
  const response = await fetch(`${simulator.url}/simulator/dashboard/calls`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ call: what.call, request: what.request }),
  })
  return (await response.json()) as SendableCall
}

/** Runs a copied test as Vitest would: its text is the body, its import is what it is given. */
async function runTest(text: string): Promise<void> {
  const tests: (() => Promise<void>)[] = []
  const collect = (_name: string, body: () => Promise<void>): void => void tests.push(body)
  const [first, ...rest] = text.split('\n')
  expect(first).toBe("import { expect, test } from 'vitest'")
  // eslint-disable-next-line no-new-func -- the text is what a person pastes into a file
  new Function('test', 'expect', rest.join('\n'))(collect, expect)
  expect(tests).toHaveLength(1)
  await tests[0]!()
}

test.each(Object.entries(made))('%s: the copied command and test run', async (_name, make) => {
  await make()
  const entry = last()
  const expected = entry.kind === 'notification' ? 200 : entry.response.status
  const { stdout } = await promisify(execFile)('sh', ['-c', asCurl(await sendable(entry), 'Note')])
  expect(stdout.replace(/^HTTP\/1.1 100 Continue\s+/, '')).toMatch(
    new RegExp(`^HTTP/1.1 ${expected} `),
  )
  if (entry.response.code !== undefined) expect(stdout).toContain(entry.response.code)
  await runTest(asTest(entry, repeatable(entry)!, readSimulatorAddress(simulator.url)))
})

test('an order that was refused for its signature is repeated with a right one', async () => {
  const shop = merchant(simulator, app.url)
  await shop.prepay(shop.order(), {
    message: ({ method, url, time, nonce, body }) =>
      `${method}\n${url}\n${time}\n${nonce}\n${body}`,
  })
  const entry = last()
  expect(entry.response.status).toBe(401)
  const { stdout } = await promisify(execFile)('sh', ['-c', asCurl(await sendable(entry), 'Note')])
  expect(stdout).toContain('"prepay_id"')
  const text = asTest(entry, repeatable(entry)!, readSimulatorAddress(simulator.url))
  expect(text).toContain('is accepted once it is signed right')
  await runTest(text)
})

test('a copied test fails when the answer differs', async () => {
  await made['an access_token']!()
  const entry = { ...last(), response: { status: 418 } }
  const text = asTest(entry, repeatable(entry)!, readSimulatorAddress(simulator.url))
  await expect(runTest(text)).rejects.toThrow('418')
})

test('the phone’s own calls are not copied; a token of the controls is', () => {
  expect(repeatable({ ...last(), kind: 'page', call: 'POST /simulator/phone/config' })).toBeNull()
  const address = readSimulatorAddress('http://192.168.1.20:7788/?token=abc')
  const fault = repeatable({ ...last(), kind: 'control', call: 'fault none', request: {} })!
  expect(fault.kind === 'control' && controlCall(fault, address)).toMatchObject({
    url: 'http://192.168.1.20:7788/simulator/faults/none',
    headers: { Authorization: 'Bearer abc' },
  })
})
