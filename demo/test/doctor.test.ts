import { expect, test } from 'vitest'
import { runDoctor } from '../../packages/koa-weixin/src/doctor/run-doctor.ts'
import { startTestShop } from './test-shop.ts'

test('the doctor finds nothing wrong with the demo', async () => {
  const shop = await startTestShop({})
  try {
    const { report } = await runDoctor({ kind: 'instance', weixin: shop.weixin })
    const troubles = report.checks.filter(({ status }) => status !== 'ok' && status !== 'skipped')
    expect(troubles).toEqual([])
    const looked = report.checks.filter(({ status }) => status === 'ok').map(({ id }) => id)
    expect(looked).toEqual(expect.arrayContaining(['merchant-query', 'routes', 'notify']))
  } finally {
    await shop.close()
  }
})
