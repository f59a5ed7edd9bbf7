import '@fontsource-variable/noto-sans-sc'
import './style/tokens.css'
import './style/base.css'
import { createApp } from 'vue'
import { createWeixin } from 'vue-weixin'
import App from './App.vue'
import { router } from './router.ts'

// Before the router goes anywhere: on iOS the address that WeChat checks is the one the visitor landed on.
const weixin = createWeixin({ base: '/weixin', router })

createApp(App).use(weixin).use(router).mount('#app')
