import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { runDoctor } from '../packages/koa-weixin/src/doctor/run-doctor.ts'
import type { WeixinOptions } from '../packages/koa-weixin/src/index.ts'
import { startExample, type Example } from './readme/example.ts'
import { signIn } from './readme/sign-in.ts'
import { filesIn } from './repository-files.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const servers = ['koa-minimal', 'v2-merchant']

interface FinishedSpan {
  name: string
  attributes: Record<string, unknown>
  status: { code: number; message?: string }
}

/** What the example gives to createWeixin. */
function optionsOf(name: string, { url: origin, simulator }: Example): WeixinOptions {
  const { url, secureUrl: secure, credentials } = simulator
  const { appId, appSecret, mchId, apiV2Key, p12, ca } = credentials
  const { serialNo, privateKey, apiV3Key, publicKeyId, publicKey } = credentials
  return {
    appId,
    appSecret,
    origin,
    encryptionKeys: 'x'.repeat(32),
    orders: { find: () => undefined, onPaid() {} },
    ...(name === 'v2-merchant'
      ? {
          merchant: {
            api: 'v2',
            mchId,
            apiV2Key,
            signType: 'HMAC-SHA256',
            clientCertificate: { p12 },
          },
          endpoints: { api: url, open: url, pay: url, secure, ca },
        }
      : {
          merchant: {
            mchId,
            serialNo,
            privateKey,
            apiV3Key,
            publicKeys: { [publicKeyId]: publicKey },
          },
          endpoints: url,
        }),
  }
}

it.each(servers)(
  '%s signs a user in, takes a payment, and the doctor finds nothing wrong',
  async (name) => {
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

      const { report } = await runDoctor({ kind: 'options', options: optionsOf(name, example) })
      expect(report.checks.filter(({ status }) => /failed|warning/.test(status))).toEqual([])
    } finally {
      await example.close()
    }
  },
)

it('observability gives a span and a metric for each step, without an openid', async () => {
  const example = await startExample('observability')
  const { url, simulator, exports } = example
  const { spans } = exports as { spans: { getFinishedSpans(): readonly FinishedSpan[] } }
  try {
    const headers = { cookie: await signIn(url) }
    await fetch(`${url}/weixin/pay/42`, { method: 'POST', headers })
    await simulator.pay(simulator.orders()[0]?.prepayId ?? '')
    await simulator.notifications.idle()
    simulator.faults.setAllowlist([])
    await fetch(`${url}/weixin/config?url=${encodeURIComponent(url)}/`)

    const finished = spans.getFinishedSpans()
    expect(finished.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'weixin sign-in finish',
        'weixin prepay jsapi',
        'weixin payment jsapi',
        'weixin notification verified',
        'weixin settle',
        'weixin POST /weixin/notify',
      ]),
    )
    const token = finished.find(({ name }) => name === 'weixin token access_token')
    expect(token).toMatchObject({
      status: { code: 2, message: 'address-not-allowed' },
      attributes: { 'weixin.weixinCode': '40164' },
    })
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('weixin_steps_total{step="settle",result="ok"} 1\n')
    expect(metrics).toContain('weixin_settled_fen_total 1\n')
    expect(metrics).toContain(
      'weixin_steps_total{step="token access_token",result="address-not-allowed"} 1\n',
    )
    const [user] = simulator.users()
    const shown =
      metrics + JSON.stringify(finished.map(({ name, attributes }) => [name, attributes]))
    expect(shown).not.toContain(user?.openid)
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
    new Set([...servers, 'observability', 'simulator-only', 'testing', 'vue-minimal']),
  )
})
