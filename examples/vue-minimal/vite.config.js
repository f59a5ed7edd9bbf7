import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { weixinSimulator } from 'weixin-simulator/vite'

const { SERVER = 'http://localhost:3000', SIMULATOR = 'http://localhost:4000' } = process.env

export default defineConfig({
  // In development the simulator's bridge stands in for WeChat's browser: the plugin makes it the first script of the page.
  plugins: [vue(), weixinSimulator({ url: SIMULATOR })],
  server: { port: 5173, strictPort: true, proxy: { '/weixin': SERVER } },
})
