import { describe, expect, it } from 'vitest'
import { entryPoints, publicApi } from './public-api.ts'

/** Where users begin, by package: each shows how it is used. */
const mainEntryPoints: Record<string, string[]> = {
  'koa-weixin': [
    'createWeixin',
    'weixinRouter',
    'config',
    'oauth',
    'user',
    'pay',
    'orderStatus',
    'notify',
    'requireUser',
    'sessionOf',
    'verifyFile',
    'reconcile',
    'redisCache',
  ],
  'vue-weixin': ['createWeixin', 'usePay', 'useWxConfig', 'useOAuth', 'useWx', 'useShare'],
  'weixin-simulator': ['createSimulator'],
}

const packages = entryPoints().map(({ name, files }) => ({ name, names: publicApi(files) }))

describe('the public API', () => {
  it('is found through every entry point', () => {
    const found = packages.map(({ name, names }) => [
      name,
      names.filter(({ kind }) => kind === 'export').length > 5,
    ])
    expect(found).toEqual([
      ['koa-weixin', true],
      ['vue-weixin', true],
      ['weixin-contract', true],
      ['weixin-simulator', true],
    ])
  })

  it.each(packages)('of $name has a doc comment for each export and member', ({ names }) => {
    const without = names
      .filter(({ comment }) => comment === '')
      .map(({ name, place }) => `${place} ${name}`)
    expect(without.join('\n')).toBe('')
  })

  it.each(packages)('of $name has an @example for each main entry point', ({ name, names }) => {
    const shown = names.filter(({ examples }) => examples.length > 0).map((one) => one.name)
    const missing = (mainEntryPoints[name] ?? []).filter((entry) => !shown.includes(entry))
    expect(missing).toEqual([])
  })
})
