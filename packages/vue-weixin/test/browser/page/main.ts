import { createApp, defineComponent, h } from 'vue'
import { RouterView, createRouter, createWebHistory } from 'vue-router'
import { createWeixin, useWxConfig } from '../../../src/index.ts'

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

const router = createRouter({
  history: createWebHistory(),
  routes: [{ path: '/scanner', component: Scanner }],
})
const mount = (target: Element | null): void => {
  if (target) createApp(RouterView).use(createWeixin({ router })).use(router).mount(target)
}
mount(document.querySelector('#app'))
// Two apps on one page.
if (location.search === '?twice') mount(document.body.appendChild(document.createElement('main')))
