// A shop in a process of its own, loaded by Vite as start.mjs does it. The parent sends the options of `start` and
// receives the shop's address. The process ends when its parent disconnects.
import { dirname } from 'node:path'
import { createServer, createServerModuleRunner } from 'vite'

const loader = await createServer({
  root: dirname(dirname(import.meta.dirname)),
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const runner = createServerModuleRunner(loader.environments.ssr)
const { start } = await runner.import('/server/main.ts')

/** @param {import('../../server/start-options.ts').StartOptions} options */
async function open(options) {
  const shop = await start(options)
  const close = async () => {
    await shop.close()
    await loader.close()
  }
  process.once('disconnect', () => void close())
  process.send?.(shop.url)
}
process.once('message', (options) => void open(options))
