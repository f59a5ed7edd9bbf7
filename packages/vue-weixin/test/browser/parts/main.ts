import { createApp, defineComponent, h, ref } from 'vue'
import { RouterView, createRouter, createWebHistory } from 'vue-router'
import { createWeixin } from '../../../src/index.ts'
import {
  WxOpenAudio,
  WxOpenLaunchWeapp,
  WxOpenSubscribe,
} from '../../../src/wx/open-tags/open-tags.ts'
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

/** The open tags, whose events a test dispatches in WeChat's place. */
const Tags = defineComponent({
  setup() {
    const told = ref<string[]>([])
    const tell = (name: string) => (detail: object) =>
      void told.value.push(`${name} ${JSON.stringify(detail)}`)
    const page = ref('pages/tea?id=3')
    return () => [
      h(
        WxOpenLaunchWeapp,
        {
          appid: 'wx0123456789abcdef',
          path: page.value,
          extraData: { table: 7 },
          class: 'to-mini-program',
          style: 'margin: 8px',
          onReady: tell('ready'),
          onLaunch: tell('launch'),
          onError: tell('error'),
        },
        { default: ({ isReady }: { isReady: boolean }) => h('button', `打开小程序 ${isReady}`) },
      ),
      h(WxOpenSubscribe, { template: ['a', 'b'], onSuccess: tell('success') }, () =>
        h('button', '订阅'),
      ),
      h(WxOpenAudio, { src: 'https://tea.example.com/a.mp3', title: '采茶' }),
      h('button', { onClick: () => (page.value = 'pages/tea?id=4') }, '下一款'),
      h('output', { id: 'ready' }, 'true'),
      h('output', { id: 'told' }, told.value.join('; ')),
    ]
  },
})

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/methods', component: Methods },
    { path: '/tags', component: Tags },
  ],
})
createApp(RouterView).use(createWeixin({ router })).use(router).mount('#app')
