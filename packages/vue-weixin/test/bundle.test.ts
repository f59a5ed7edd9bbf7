import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'vite'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src/', import.meta.url))

/** What an app ships in production that has this code: the chunks of its own, without Vue and the SDK. */
async function ship(code: string): Promise<string[]> {
  const built = await build({
    root: source,
    configFile: false,
    logLevel: 'error',
    // Vite would take vitest's own.
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'app',
        resolveId: (id) => (id === 'app' ? '\0app' : undefined),
        load: (id) => (id === '\0app' ? code.replaceAll('~/', source) : undefined),
      },
    ],
    build: {
      write: false,
      rollupOptions: { input: 'app', external: ['vue', 'weixin-js-sdk'] },
    },
  })
  return [built]
    .flat()
    .flatMap((one) => ('output' in one ? one.output : []))
    .flatMap((file) => (file.type === 'chunk' ? [file.code] : []))
}

const core = `import { createWeixin, usePay } from '~/index.ts'; console.log(createWeixin, usePay)`
const marks =
  /scanQRCode|getRecevieBizHongBaoRequest|share-invalid|wx-open-|weixin-qr|openharmony-pay|isMobileBrowser|devtools/

test('an app that only pays ships none of the JS-SDK table, the shares, the tags and the parts', async () => {
  expect((await ship(core)).join('\n')).not.toMatch(marks)
})

test.each([
  [
    'useWx',
    `import { useWx } from '~/index.ts'; console.log(useWx)`,
    /scanQRCode/,
    /share-invalid|wx-open-|weixin-qr/,
  ],
  [
    'useShare',
    `import { useShare } from '~/index.ts'; console.log(useShare)`,
    /share-invalid/,
    /wx-open-|weixin-qr/,
  ],
  [
    'one open tag',
    `import { WxOpenAudio } from '~/wx/open-tags/open-tags.ts'; console.log(WxOpenAudio)`,
    /wx-open-audio/,
    /wx-open-launch|scanQRCode/,
  ],
  [
    'the button',
    `import { WeixinPayButton } from '~/parts/pay-button.ts'; console.log(WeixinPayButton)`,
    /weixin-pay-button/,
    /weixin-qr|weixin-return|scanQRCode/,
  ],
])('%s brings its own parts alone', async (_, code, included, absent) => {
  const shipped = (await ship(code)).join('\n')
  expect(shipped).toMatch(included)
  expect(shipped).not.toMatch(absent)
})

test('the devtools are nothing in production, and texts for developers neither', async () => {
  const app = `import { createWeixin, useWx } from '~/index.ts'
    import { weixinDevtools } from '~/devtools/weixin-devtools.ts'
    console.log(createWeixin, useWx, weixinDevtools)`
  const chunks = await ship(app)
  expect(chunks).toHaveLength(
    (await ship(app.replace(/.*weixinDevtools } from.*/, '').replace(', weixinDevtools)', ')')))
      .length,
  )
  expect(chunks.join('\n')).not.toMatch(/addTimelineLayer|__VUE_DEVTOOLS|公众平台/)
})

/** Bytes, minified and gzipped. */
const sizeOf = async (code: string): Promise<number> =>
  (await ship(code)).reduce((sum, chunk) => sum + gzipSync(chunk, { level: 9 }).length, 0)

const config = `import { createWeixin, useWxConfig } from '~/index.ts'; console.log(createWeixin, useWxConfig);`

/** Bytes of an app that has only this, beside Vue and the SDK. */
test.each([
  ['createWeixin', 1930],
  ['createWeixin, usePay', 5680],
  ['createWeixin, useOAuth', 3000],
  ['createWeixin, useWxConfig', 5150],
])('%s is small', async (names, limit) => {
  const size = await sizeOf(`import { ${names} } from '~/index.ts'; console.log(${names})`)
  expect(size).toBeLessThanOrEqual(limit)
})

/** Bytes that each adds to an app that has `useWxConfig`, or `usePay`. */
test.each([
  ['useWx', config, `import { useWx } from '~/index.ts'; console.log(useWx)`, 2350],
  ['useShare', config, `import { useShare } from '~/index.ts'; console.log(useShare)`, 2970],
  [
    'useEnvironment',
    core,
    `; import { useEnvironment } from '~/index.ts'; console.log(useEnvironment)`,
    360,
  ],
  [
    'the open tags',
    config,
    `import * as tags from '~/wx/open-tags/open-tags.ts'; console.log(tags)`,
    910,
  ],
  ['h5()', core, `; import { h5 } from '~/index.ts'; console.log(h5)`, 410],
  ['qr()', core, `; import { qr } from '~/index.ts'; console.log(qr)`, 320],
  ['wecom()', core, `; import { wecom } from '~/index.ts'; console.log(wecom)`, 440],
  [
    'miniProgram()',
    core,
    `; import { miniProgram } from '~/index.ts'; console.log(miniProgram)`,
    430,
  ],
  [
    'chooseWXPay()',
    core,
    `; import { chooseWXPay } from '~/index.ts'; console.log(chooseWXPay)`,
    2690,
  ],
  [
    'WeixinPayButton',
    core,
    `; import { WeixinPayButton } from '~/parts/pay-button.ts'; console.log(WeixinPayButton)`,
    1500,
  ],
  [
    'WeixinPayQr',
    core,
    `; import { WeixinPayQr } from '~/parts/pay-qr.ts'; console.log(WeixinPayQr)`,
    5500,
  ],
  [
    'WeixinPayReturn',
    core,
    `; import { WeixinPayReturn } from '~/parts/pay-return.ts'; console.log(WeixinPayReturn)`,
    1480,
  ],
])('%s is small', async (_, base, more, limit) => {
  const added = (await sizeOf(base + more)) - (await sizeOf(base))
  expect(added).toBeLessThanOrEqual(limit)
})
