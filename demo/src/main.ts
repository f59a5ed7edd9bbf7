import '@fontsource-variable/noto-sans-sc'
import 'vue-weixin/theme.css'
import './style/tokens.css'
import './style/base.css'
import { createApp } from 'vue'
import { createWeixin, h5, qr, wecom } from 'vue-weixin'
import App from './App.vue'
import { router } from './router.ts'

// Created before the router changes the address: on iOS WeChat checks the address on which the user landed.
const weixin = createWeixin({
  base: '/weixin',
  router,
  // Inside WeChat JSAPI is used, which is built in.
  payments: [
    wecom(),
    h5({ returnTo: (orderId) => `${location.origin}/orders/${orderId}?weixinOrder=${orderId}` }),
    qr(),
  ],
})

createApp(App).use(weixin).use(router).mount('#app')
