import { type App, createSSRApp, defineComponent, h } from 'vue'
import { createWeixin, useOAuth, usePay, useWxConfig } from '../../../src/index.ts'

const Page = defineComponent({
  setup() {
    const oauth = useOAuth()
    const pay = usePay()
    const config = useWxConfig({ jsApiList: ['scanQRCode'] })
    return () =>
      h('main', [
        h(
          'p',
          { id: 'user' },
          oauth.isLoading.value ? '加载中' : (oauth.user.value?.nickname ?? '请登录'),
        ),
        h('p', { id: 'status' }, pay.status.value),
        h('p', { id: 'ready' }, String(config.isReady.value)),
      ])
  },
})

/** The same app on the server and in the browser. */
export const create = (): App => createSSRApp(Page).use(createWeixin())
