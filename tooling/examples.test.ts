import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { startExample } from './readme/example.ts'
import { signIn } from './readme/sign-in.ts'
import { filesIn } from './repository-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const servers = ['koa-minimal', 'v2-merchant']

it.each(servers)('%s signs a user in and takes a payment', async (name) => {
  const example = await startExample(name)
  const { url, simulator } = example
  try {
    const headers = { cookie: await signIn(url) }
    const send = async (method: string): Promise<unknown> =>
      (await fetch(`${url}/weixin/pay/42`, { method, headers })).json()
    expect(await send('POST')).toMatchObject({ tradeType: 'jsapi' })
    expect(await send('GET')).toEqual({ orderId: '42', state: 'unpaid' })

    await simulator.pay(simulator.orders()[0]?.prepayId ?? '')
    await simulator.notifications.idle()
    expect(await send('GET')).toEqual({ orderId: '42', state: 'paid' })
  } finally {
    await example.close()
  }
})

it('simulator-only orders, pays and is notified', () => {
  const args = ['tooling/example.mjs', 'simulator-only']
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^ordered: wx\w+\npaid: SUCCESS TEA-\d+ 1\n$/)
  expect(status).toBe(0)
})

it('each example is run here, in browser/examples.test.ts, or is a test itself', () => {
  const folders = filesIn('examples')
    .filter((path) => path.endsWith('/package.json'))
    .map((path) => path.split('/')[1] ?? '')
  expect(new Set(folders)).toEqual(
    new Set([...servers, 'simulator-only', 'testing', 'vue-minimal']),
  )
})
