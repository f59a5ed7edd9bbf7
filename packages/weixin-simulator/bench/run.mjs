// Node 20 cannot run TypeScript: Vite makes plain JavaScript of it first, as in what is published.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))
const outDir = here('../node_modules/.bench')

await build({
  root: here('..'),
  configFile: false,
  logLevel: 'error',
  build: {
    ssr: true,
    target: 'node20',
    minify: false,
    emptyOutDir: true,
    outDir,
    rolldownOptions: { input: { main: here('main.ts') } },
  },
})

const main = spawn(process.execPath, [`${outDir}/main.js`], {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production' },
})
main.once('exit', (code) => process.exit(code ?? 1))
