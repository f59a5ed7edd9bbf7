// Node 20 cannot run TypeScript: Vite makes plain JavaScript of it first, as in what is published.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const here = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url))
const outDir = here('../node_modules/.bench')

/** What stands in for the diagnostics in the build that they are compared with. @type {Record<string, string>} */
const WITHOUT = {
  'observed.ts':
    'export const observed = (_, work) => work; export const startTiming = () => () => ({})',
  'observed-notifications.ts':
    'export const observedNotifications = (given) => given; export const notificationVerified = (given) => given',
  'observed-response.ts':
    'export const observedResponse = (_, given) => given; export const noteError = () => {}',
}

/** @param {string} folder @param {Record<string, string>} input @param {import('vite').Plugin[]} plugins */
const buildTo = (folder, input, plugins = []) =>
  build({
    root: here('..'),
    configFile: false,
    logLevel: 'error',
    plugins,
    build: {
      ssr: true,
      target: 'node20',
      minify: false,
      emptyOutDir: true,
      outDir: folder,
      rolldownOptions: { input },
    },
  })

await buildTo(outDir, { main: here('main.ts'), server: here('server.ts') })
await buildTo(here('../node_modules/.bench-without'), { receive: here('receive.ts') }, [
  {
    name: 'without-diagnostics',
    enforce: 'pre',
    load(id) {
      const [, file = ''] = /\/src\/diagnostics\/([^/]+)$/.exec(id) ?? []
      return WITHOUT[file]
    },
  },
])

const main = spawn(process.execPath, [`${outDir}/main.js`], {
  stdio: 'inherit',
  // Colours and warnings of development would be measured too.
  env: { ...process.env, NODE_ENV: 'production' },
})
main.once('exit', (code) => process.exit(code ?? 1))
