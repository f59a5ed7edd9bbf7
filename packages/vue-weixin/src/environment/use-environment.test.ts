import { expect, test, vi } from 'vitest'
import { createSSRApp, h } from 'vue'
import { renderToString } from 'vue/server-renderer'
import { component, fakeWindow, iphone } from '../../test/page.ts'
import { createWeixin } from '../weixin.ts'
import { useEnvironment } from './use-environment.ts'

test('tells the environment, and a mini program once the bridge names it', () => {
  const window = fakeWindow(undefined, iphone)
  const remove = vi.spyOn(window.document, 'removeEventListener')
  const { used: environment, scope } = component(() => useEnvironment(), { window })
  expect(environment.value).toBe('weixin-ios')
  Object.assign(window, { __wxjs_environment: 'miniprogram' })
  window.document.dispatchEvent(new Event('WeixinJSBridgeReady'))
  expect(environment.value).toBe('mini-program')
  scope.stop()
  expect(remove).toHaveBeenCalledOnce()
})

test('on a server', async () => {
  const app = createSSRApp({ setup: () => () => h('p', useEnvironment().value) })
  expect(await renderToString(app.use(createWeixin()))).toBe('<p>server</p>')
})
