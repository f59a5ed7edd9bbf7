import { createApp, defineComponent, h } from 'vue'
import { RouterView, createRouter, createWebHistory } from 'vue-router'
import { chooseWXPay, createWeixin, useOAuth, usePay, useWxConfig } from '../../../src/index.ts'

const query = new URLSearchParams(location.search)

const Shop = defineComponent({
  setup() {
    const { status, error, pay } = usePay({
      signIn: query.has('signIn'),
    })
    const { user } = useOAuth()
    return () => [
      h('button', { onClick: () => pay('7') }, '支付'),
      h('output', { id: 'status' }, status.value),
      h('output', { id: 'error' }, error.value?.code ?? ''),
      h('output', { id: 'user' }, user.value?.nickname ?? ''),
    ]
  },
})

const Scanner = defineComponent({
  setup() {
    const { isReady, error } = useWxConfig({ jsApiList: ['scanQRCode'] })
    return () => [
      h('output', { id: 'ready' }, String(isReady.value)),
      h('output', { id: 'error' }, error.value?.message ?? ''),
      h('output', { id: 'code' }, error.value?.code ?? ''),
      h('button', { onClick: () => router.push('/scanner?next') }, '下一个'),
    ]
  },
})

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Shop },
    { path: '/scanner', component: Scanner },
  ],
})
createApp(RouterView)
  .use(createWeixin({ router, payments: query.get('by') === 'jssdk' ? [chooseWXPay()] : [] }))
  .use(router)
  .mount('#app')
