import { type Component, KeepAlive, createApp, defineComponent, h, shallowRef } from 'vue'
import { RouterView, createRouter, createWebHistory } from 'vue-router'
import {
  type PaymentMethod,
  chooseWXPay,
  createWeixin,
  h5,
  miniProgram,
  qr,
  useOAuth,
  usePay,
  useWxConfig,
  wecom,
} from '../../../src/index.ts'

const query = new URLSearchParams(location.search)

const Shop = defineComponent({
  setup() {
    const { status, error, codeUrl, orderId, pay, prepare, resume, reset } = usePay({
      signIn: query.has('signIn'),
      onPaid: (id) => void window.paid.push(id),
    })
    const { user } = useOAuth()
    if (query.has('prepare')) void prepare('7')
    if (query.has('resume')) void resume()
    return () => [
      h(
        'button',
        { onClick: () => pay('7').then((settled) => window.settled.push(settled)) },
        '支付',
      ),
      h('button', { onClick: () => pay('8') }, '支付另一单'),
      h('button', { onClick: reset }, '放弃'),
      h('output', { id: 'status' }, status.value),
      h('output', { id: 'order' }, orderId.value ?? ''),
      h('output', { id: 'error' }, error.value?.code ?? ''),
      h('output', { id: 'payer' }, error.value?.payerMessage.zh ?? ''),
      h('output', { id: 'code-url' }, codeUrl.value ?? ''),
      h('output', { id: 'user' }, user.value?.nickname ?? ''),
    ]
  },
})

const Scanner = defineComponent({
  setup() {
    const { isReady, error, ready } = useWxConfig({ jsApiList: ['scanQRCode'] })
    return () => [
      h('output', { id: 'ready' }, String(isReady.value)),
      h('output', { id: 'error' }, error.value?.message ?? ''),
      h('output', { id: 'code' }, error.value?.code ?? ''),
      h('button', { onClick: () => router.push('/scanner?next') }, '下一个'),
      h('button', { onClick: () => ready().catch(() => {}) }, '再试'),
    ]
  },
})

/** The shop under `<KeepAlive>`, and created anew under another key. */
const KeepAlivePage = defineComponent({
  setup() {
    const isShown = shallowRef(true)
    const key = shallowRef(0)
    return () => [
      h('button', { onClick: () => (isShown.value = !isShown.value) }, '切换'),
      h('button', { onClick: () => key.value++ }, '重建'),
      h(KeepAlive, null, () => (isShown.value ? h(Shop, { key: key.value }) : h('i', '别的页面'))),
    ]
  },
})

const methods: Record<string, () => PaymentMethod> = {
  chooseWXPay,
  h5,
  qr,
  wecom,
  miniProgram: () => miniProgram({ page: '/pages/pay/pay' }),
}
const payments = (query.get('payments') ?? '').split(',').flatMap((name) => methods[name]?.() ?? [])

window.paid = []
window.settled = []
const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', component: Shop },
    { path: '/kept', component: KeepAlivePage },
    { path: '/scanner', component: Scanner },
  ],
})
const mount = (root: Component, target: Element): void => {
  createApp(root).use(createWeixin({ router, payments })).use(router).mount(target)
}
mount(RouterView, document.querySelector('#app')!)
if (query.has('twice')) mount(RouterView, document.body.appendChild(document.createElement('main')))
