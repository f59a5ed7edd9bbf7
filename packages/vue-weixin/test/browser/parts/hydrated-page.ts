import { type App, createSSRApp, defineComponent, h } from 'vue'
import { createWeixin, qr, useEnvironment, useShare, useWx } from '../../../src/index.ts'
import { WeixinPayButton } from '../../../src/parts/pay-button.ts'
import { WeixinPayQr } from '../../../src/parts/pay-qr.ts'
import { WeixinPayReturn } from '../../../src/parts/pay-return.ts'
import { WxOpenAudio, WxOpenLaunchWeapp } from '../../../src/wx/open-tags/open-tags.ts'

const Page = defineComponent(() => {
  const environment = useEnvironment()
  const { scanQRCode } = useWx()
  useShare({ title: '山前茶铺' })
  return () =>
    h('main', [
      h('p', { id: 'environment' }, environment.value),
      h('button', { onClick: () => scanQRCode() }, '扫码'),
      h(WxOpenLaunchWeapp, { appid: 'wx1' }, () => h('button', '小程序')),
      h(WxOpenAudio, { src: '/a.mp3', title: '采茶' }),
      h(WeixinPayButton, { orderId: '7' }),
      h(WeixinPayQr, { orderId: '8', total: 2800 }),
      h(WeixinPayReturn, { total: 2800 }),
    ])
})

/** The same page for the server and for the browser. */
export const createPage = (): App => createSSRApp(Page).use(createWeixin({ payments: [qr()] }))
