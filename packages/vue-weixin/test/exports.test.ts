import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createApp } from 'vue'
import * as index from '../src/index.ts'

test('what a page can import', () => {
  expect(Object.keys(index).toSorted()).toMatchInlineSnapshot(`
    [
      "WeixinClientError",
      "chooseWXPay",
      "createWeixin",
      "h5",
      "miniProgram",
      "qr",
      "useOAuth",
      "usePay",
      "useWxConfig",
      "weixinKey",
    ]
  `)
})

test('the types it can import, each named by hand', async () => {
  const text = await readFile(new URL('../src/index.ts', import.meta.url), 'utf8')
  const types = [...text.matchAll(/export type \{([^}]*)\}/g)].flatMap(([, names = '']) =>
    names.split(',').map((name) => name.trim()),
  )
  expect(types.filter(Boolean).toSorted()).toMatchInlineSnapshot(`
    [
      "H5Options",
      "MiniProgramOptions",
      "PayStatus",
      "PayerMessage",
      "PaymentMethod",
      "PaymentTools",
      "Remedy",
      "SheetResult",
      "SignInOptions",
      "UseOAuthReturn",
      "UsePayOptions",
      "UsePayReturn",
      "UseWxConfigOptions",
      "UseWxConfigReturn",
      "Weixin",
      "WeixinClientErrorCode",
      "WeixinClientErrorDetails",
      "WeixinHttp",
      "WeixinHttpRequest",
      "WeixinOptions",
      "WeixinRouter",
      "Wx",
    ]
  `)
  expect(text).not.toMatch(/export (type )?\*|export default/)
})

test('without app.use it says what is missing', () => {
  const setUp = () => createApp({}).runWithContext(() => index.usePay())
  expect(setUp).toThrow('call app.use(createWeixin()) first')
})
