import { defineConfig } from 'vite'

/** One library build for every package: ESM, each dependency left outside. */
export default defineConfig({
  build: {
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
    rolldownOptions: { external: [/^node:/, /^[^./]/] },
  },
})
