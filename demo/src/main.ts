import '@fontsource-variable/noto-sans-sc'
import './style/tokens.css'
import './style/base.css'
import { createApp } from 'vue'
import { createWeixin } from 'vue-weixin'
import App from './App.vue'
import { router } from './router.ts'

// Created before the router changes the address: on iOS WeChat checks the address on which the user landed.
const weixin = createWeixin({ base: '/weixin', router })

createApp(App).use(weixin).use(router).mount('#app')
