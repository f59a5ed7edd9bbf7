import { KeepAlive, createApp, defineComponent, h, ref } from 'vue'
import { RouterLink, RouterView, createRouter, createWebHistory } from 'vue-router'
import { createWeixin, h5, qr, useShare } from '../../../src/index.ts'
import { WeixinPayButton } from '../../../src/parts/pay-button.ts'
import { WeixinPayQr } from '../../../src/parts/pay-qr.ts'
import { WeixinPayReturn } from '../../../src/parts/pay-return.ts'
import '../../../src/parts/theme.css'
import './page.css'
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
    const events = ref<string[]>([])
    const tell = (name: string) => (detail: object) =>
      void events.value.push(`${name} ${JSON.stringify(detail)}`)
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
      h('output', { id: 'events' }, events.value.join('; ')),
    ]
  },
})

const query = new URLSearchParams(location.search)
const locale = query.get('locale') === 'en' ? 'en' : 'zh'
const events = ref<string[]>([])
const tell = (event: string) => (detail?: string) =>
  void events.value.push(`${event} ${detail ?? ''}`)
const page = (...children: unknown[]) =>
  h('main', { class: 'page' }, [
    ...(children as []),
    h('pre', { id: 'events' }, events.value.join('; ')),
  ])

const Button = defineComponent(
  () => () =>
    page(
      h('h1', '确认订单'),
      h(WeixinPayButton, {
        orderId: '7',
        locale,
        disabledReason: query.get('disabled') ?? undefined,
        prepare: query.has('prepare'),
        onPaid: tell('paid'),
        onSettled: tell('settled'),
      }),
    ),
)

const Qr = defineComponent(() => {
  const orderId = ref('7')
  return () =>
    page(
      h(WeixinPayQr, { orderId: orderId.value, total: 2800, locale, onPaid: tell('paid') }),
      query.has('other') && h('button', { onClick: () => (orderId.value = '8') }, '另一单'),
    )
})

const Return = defineComponent(
  () => () =>
    page(
      h('h1', '确认订单'),
      h(WeixinPayReturn, { total: 2800, locale, onPaid: tell('paid'), onClose: tell('closed') }),
    ),
)

/** Two routes with a card each. */
const Share = defineComponent(() => {
  const { isReady } = useShare({ title: '山前茶铺', imgUrl: '/tea.png' })
  return () => [
    h(RouterLink, { to: '/share/tea' }, () => '明前龙井'),
    h('pre', { id: 'events' }, String(isReady.value)),
  ]
})

/** Two cards that `<KeepAlive>` keeps, one of them shown. */
const card = (title: string) =>
  defineComponent(() => {
    useShare({ title })
    return () => h('h1', title)
  })
const [Longjing, Oolong] = [card('明前龙井'), card('桂花乌龙')]
const KeepAlivePage = defineComponent(() => {
  const isFirst = ref(true)
  return () => [
    h(KeepAlive, () => h(isFirst.value ? Longjing : Oolong)),
    h('button', { onClick: () => (isFirst.value = !isFirst.value) }, '换一款'),
  ]
})

const Tea = defineComponent(() => {
  useShare({ title: '明前龙井' })
  return () => h('h1', '明前龙井')
})

const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/methods', component: Methods },
    { path: '/tags', component: Tags },
    { path: '/button', component: Button },
    { path: '/qr', component: Qr },
    { path: '/share', component: Share },
    { path: '/share/tea', component: Tea },
    { path: '/share/kept', component: KeepAlivePage },
    { path: '/return', component: Return },
  ],
})
createApp(RouterView)
  .use(createWeixin({ router, payments: [h5(), qr()] }))
  .use(router)
  .mount('#app')
