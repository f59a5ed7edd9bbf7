import { expect, expectTypeOf, test } from 'vitest'
import { type Component, createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { createWeixin } from '../weixin.ts'
import { WxOpenLaunchWeapp } from '../wx/open-tags/open-tags.ts'
import { WeixinPayButton } from './pay-button.ts'
import { WeixinPayQr } from './pay-qr.ts'
import { WeixinPayReturn } from './pay-return.ts'
import { textsOf } from './texts.ts'

const render = (part: Component, props: object): Promise<string> =>
  renderToString(createSSRApp({ render: () => h(part, props) }).use(createWeixin()))

test('on a server: the button as it stands, an empty frame, and no dialog', async () => {
  const button = await render(WeixinPayButton as Component, { orderId: '7', locale: 'en' })
  expect(button).toContain('aria-busy="false"')
  expect(button).toContain('>Pay with WeChat</span>')
  const panel = await render(WeixinPayQr as Component, { orderId: '7', total: 2805 })
  expect(panel).toContain('aria-label="28.05 元"')
  expect(panel).not.toContain('<svg')
  expect(await render(WeixinPayReturn as Component, {})).toBe('<!---->')
})

test('both languages have every text', () => {
  expect(Object.keys(textsOf('en'))).toEqual(Object.keys(textsOf('zh')))
  expect(textsOf('zh')).not.toEqual(textsOf('en'))
})

test('types of props and events', () => {
  type Button = InstanceType<typeof WeixinPayButton>['$props']
  expectTypeOf<{ orderId: string }>().toExtend<Button>()
  expectTypeOf<object>().not.toExtend<Button>()
  expectTypeOf<{ orderId: string; locale: 'fr' }>().not.toExtend<Button>()
  expectTypeOf<Parameters<NonNullable<Button['onPaid']>>>().toEqualTypeOf<[orderId: string]>()
  type Return = InstanceType<typeof WeixinPayReturn>['$props']
  expectTypeOf<object>().toExtend<Return>()
  expectTypeOf<{ total: string }>().not.toExtend<Return>()
  type Launch = InstanceType<typeof WxOpenLaunchWeapp>['$props']
  expectTypeOf<{ appid: string; envVersion: 'trial' }>().toExtend<Launch>()
  expectTypeOf<{ appid: string; envVersion: 'beta' }>().not.toExtend<Launch>()
  type Detail = Parameters<NonNullable<Launch['onError']>>[0]
  expectTypeOf<Detail>().toEqualTypeOf<{ errMsg: string }>()
})
