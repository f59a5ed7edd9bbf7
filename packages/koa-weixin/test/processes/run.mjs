// Node 20 cannot run TypeScript: Vite loads the file named first, with the text after it as its task.
import { createServer, createServerModuleRunner } from 'vite'

const [file, task] = process.argv.slice(2)
const loader = await createServer({
  root: import.meta.dirname,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})
const { run } = await createServerModuleRunner(loader.environments.ssr).import(file)
await run(JSON.parse(task))
await loader.close()
process.exit(0)
