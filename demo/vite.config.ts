import vue from '@vitejs/plugin-vue'
import type { UserConfig } from 'vite'

const viteConfig = {
  root: 'src',
  plugins: [vue()],
  build: { outDir: '../dist', emptyOutDir: true, target: 'es2020' },
} satisfies UserConfig

export default viteConfig
