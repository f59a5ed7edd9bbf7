import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { createApp } from 'vue'
import * as index from '../src/index.ts'

test('what a page can import', () => {
  expect(Object.keys(index).toSorted()).toMatchInlineSnapshot(`
    [
      "WeixinClientError",
      "WxError",
      "chooseWXPay",
      "createWeixin",
      "detectEnvironment",
      "h5",
      "isCancelled",
      "miniProgram",
      "qr",
      "useEnvironment",
      "useOAuth",
      "usePay",
      "useShare",
      "useWx",
      "useWxConfig",
      "wecom",
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
      "CallOptions",
      "Environment",
      "EnvironmentSignals",
      "H5Options",
      "MiniProgramOptions",
      "OpenTagName",
      "PayStatus",
      "PayerMessage",
      "PaymentContext",
      "PaymentMethod",
      "Remedy",
      "ShareData",
      "SheetResult",
      "SignInOptions",
      "UseOAuthOptions",
      "UseOAuthReturn",
      "UsePayOptions",
      "UsePayReturn",
      "UseShareReturn",
      "UseWxConfigOptions",
      "UseWxConfigReturn",
      "UseWxReturn",
      "Weixin",
      "WeixinClientErrorCode",
      "WeixinClientErrorDetails",
      "WeixinHttp",
      "WeixinHttpRequest",
      "WeixinOptions",
      "WeixinRouter",
      "Wx",
      "WxApiName",
      "WxCallName",
      "WxErrorCode",
      "WxEventName",
      "WxEvents",
      "WxFunctions",
      "WxListen",
    ]
  `)
  expect(text).not.toMatch(/export (type )?\*|export default/)
})

test.each([
  ['createWeixin', 'bass', () => index.createWeixin({ bass: '/weixin' } as object)],
  ['usePay', 'signin', () => index.usePay({ signin: true } as object)],
  ['useOAuth', 'scope', () => index.useOAuth({ scope: 'snsapi_base' } as object)],
  ['useWxConfig', 'apiList', () => index.useWxConfig({ apiList: [] } as object)],
])('%s refuses the option %s by its name', (owner, option, call) => {
  expect(call).toThrow(`vue-weixin: ${owner} has no option "${option}". Its options are `)
})

test('without app.use it says what is missing', () => {
  const setUp = () => createApp({}).runWithContext(() => index.usePay())
  expect(setUp).toThrow('call app.use(createWeixin()) first')
})
