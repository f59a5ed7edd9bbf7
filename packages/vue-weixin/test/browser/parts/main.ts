import { createApp, defineComponent, h } from 'vue'
import { RouterView, createRouter, createWebHistory } from 'vue-router'
import { createWeixin } from '../../../src/index.ts'
import { type UseWxReturn, useWx } from '../../../src/wx/use-wx.ts'

declare global {
  interface Window {
    useWx: () => UseWxReturn
  }
}

/** A page whose test calls the JS-SDK itself, as `window.useWx()`. */
const Methods = defineComponent({
  setup() {
    const used = useWx()
    window.useWx = () => used
    return () => h('output', { id: 'ready' }, 'true')
  },
})

const router = createRouter({
  history: createWebHistory(),
  routes: [{ path: '/methods', component: Methods }],
})
createApp(RouterView).use(createWeixin({ router })).use(router).mount('#app')
