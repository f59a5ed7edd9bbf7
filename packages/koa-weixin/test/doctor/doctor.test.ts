import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { checks } from '../../src/doctor/checks.ts'
import { redisLikeCache } from './caches.ts'
import { runDoctor } from '../../src/doctor/run-doctor.ts'
import { openHealthy, troublesOf } from './healthy.ts'

/** What a healthy app leaves open: a simulated WeChat has no console, and no file was named. */
const OPEN = ['domains', 'verify-file']

it('finds nothing wrong with a healthy merchant of API v3 in public-key mode', async () => {
  const { options } = await openHealthy()
  expect(await troublesOf(options)).toEqual({
    troubles: {},
    skipped: ['lock', 'domains', 'api-v3-key', 'verify-file'],
  })
})

it('finds nothing wrong in certificate mode, with a shared cache', async () => {
  const { options, merchant, shop } = await openHealthy()
  const { serialNo } = await shop.simulator.platform.issue()
  shop.simulator.platform.signBy({ [serialNo]: 1 })
  const { publicKeys: _, ...keys } = merchant
  const certificateMode = {
    ...options,
    cache: redisLikeCache(),
    merchant: { ...keys, platformCertificates: 'download' },
  } as const
  expect(await troublesOf(certificateMode)).toEqual({ troubles: {}, skipped: OPEN })
})

it('finds nothing wrong with a healthy merchant of API v2', async () => {
  const { merchantV2, options } = await openHealthy({ merchant: { api: 'v2' } })
  expect(await troublesOf({ ...options, merchant: merchantV2 })).toEqual({
    troubles: {},
    skipped: ['certificates', 'lock', 'domains', 'api-v3-key', 'platform-keys', 'verify-file'],
  })
})

it('finds nothing wrong with an app that takes no money', async () => {
  const { options } = await openHealthy()
  const { merchant: _, orders: __, ...rest } = options
  const { troubles } = await troublesOf(rest)
  expect(troubles).toEqual({})
})

it('leaves no order behind, and sends nothing that is not needed', async () => {
  const { options, shop } = await openHealthy()
  await troublesOf(options)
  expect(shop.simulator.orders()).toEqual([])
  expect(shop.simulator.log().map(({ call, response }) => `${call} ${response.status}`)).toEqual([
    'GET /v3/certificates 401',
    'POST /cgi-bin/stable_token 200',
    'GET /cgi-bin/ticket/getticket 200',
    'GET /v3/certificates 404',
    expect.stringMatching(/^GET \/v3\/pay\/transactions\/out-trade-no\/DOCTOR\w+ 404$/),
    'POST /v3/pay/transactions/jsapi 400',
  ])
})

it('does not throw away the token of a server that uses the classic call', async () => {
  const { options, shop } = await openHealthy({ weixin: { tokenEndpoint: 'classic' } })
  const token = await shop.weixin.account.accessToken()
  await troublesOf({ ...options, tokenEndpoint: 'classic' })
  await shop.weixin.jssdk.sign(`${shop.url}/`)
  expect(await shop.weixin.account.accessToken()).toBe(token)
})

it('says what to look at where this machine does not reach WeChat', async () => {
  const { options } = await openHealthy()
  const unreachable = { ...options, endpoints: 'http://localhost:9' }
  const { report } = await runDoctor({ kind: 'options', options: unreachable })
  const token = report.checks.find(({ id }) => id === 'access-token')
  expect(token).toMatchObject({ code: 'weixin-unreachable', status: 'failed' })
  expect(token?.remedy?.en).toMatch(/DNS and firewall/)
})

it('sends nothing offline', async () => {
  const { options, shop } = await openHealthy()
  const { troubles } = await troublesOf(options, { isOffline: true })
  expect(troubles).toEqual({})
  expect(shop.simulator.log()).toEqual([])
})

it.each(['docs/doctor.md', 'docs/zh/doctor.md'])('%s lists every check', (path) => {
  const text = readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8')
  const listed = [...text.matchAll(/^- ((?:`[\w-]+`[,、 ]*)+)[:：]/gm)].flatMap(([, ids = '']) =>
    [...ids.matchAll(/`([\w-]+)`/g)].map(([, id]) => id),
  )
  expect(listed).toEqual(['options', ...checks.map(({ id }) => id)])
})
