import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const { SERVER = 'http://localhost:3000', SIMULATOR = 'http://localhost:4000' } = process.env

/** In development the simulator's bridge stands in for WeChat's browser: it must be the first script of the page. */
const bridge = {
  name: 'weixin-bridge',
  apply: 'serve',
  transformIndexHtml: () => [
    { tag: 'script', attrs: { src: `${SIMULATOR}/simulator/bridge.js` }, injectTo: 'head-prepend' },
  ],
}

export default defineConfig({
  plugins: [vue(), bridge],
  server: { port: 5173, strictPort: true, proxy: { '/weixin': SERVER } },
})
