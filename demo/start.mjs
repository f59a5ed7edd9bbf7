// Node 20 cannot run TypeScript, so Vite, which serves the page anyway, loads the server too.
import { createServer, createServerModuleRunner } from 'vite'
import { onOrphaned } from './on-orphaned.mjs'

const startedAt = performance.now()
/** @param {string} line */
const report = (line) => console.log(`  · ${line}`)

console.log()
report('Loading the shop')
const loader = await createServer({
  root: import.meta.dirname,
  configFile: false,
  appType: 'custom',
  logLevel: 'error',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
})

const interrupt = new AbortController()
/** @type {Promise<import('./server/main.ts').Demo> | undefined} */
let starting

/** @param {number} code */
async function stop(code) {
  // A second Ctrl-C, or one that npm forwards as well, changes nothing.
  if (interrupt.signal.aborted) return
  interrupt.abort()
  setTimeout(() => process.exit(1), 30_000).unref()
  // The start is awaited too: a database whose creation is cut off is lost.
  const demo = await starting?.catch(() => undefined)
  await demo?.close()
  await loader.close()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))

// npm and pnpm set this variable.
if (process.env.npm_lifecycle_event) onOrphaned(() => void stop(0))

try {
  const runner = createServerModuleRunner(loader.environments.ssr)
  const { start } = await runner.import('/server/main.ts')
  const { banner } = await runner.import('/server/banner.ts')
  const { readLan } = await runner.import('/server/lan.ts')
  starting = start({
    lan: readLan(process.argv.slice(2)),
    onProgress: report,
    signal: interrupt.signal,
    /** @param {Error} error */
    onLost(error) {
      console.error(`  The lock of the data folder was lost, so this demo stops: ${error.message}`)
      void stop(1)
    },
  })
  const demo = await starting
  report(`Ready in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
  console.log(banner(demo))
} catch (error) {
  if (!interrupt.signal.aborted) {
    const [message, detail] =
      error instanceof Error ? [error.message, error.stack] : [String(error)]
    console.error(`\n  ${message.replaceAll('\n', '\n  ')}\n`)
    if (process.env.DEBUG) console.error(detail)
  }
  await stop(1)
}
