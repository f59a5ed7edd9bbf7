// Node 20 cannot run TypeScript: Vite, here for the page anyway, loads the server too.
import { createServer, createServerModuleRunner } from 'vite'
import { onOrphaned } from './on-orphaned.mjs'

const from = performance.now()
/** @param {string} line */
const say = (line) => console.log(`  · ${line}`)

console.log()
say('Loading the shop')
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
  // A second Ctrl-C, or one that npm passes on as well, changes nothing.
  if (interrupt.signal.aborted) return
  interrupt.abort()
  setTimeout(() => process.exit(1), 30_000).unref()
  // Also what is only half open: a database that is cut off while it is made is lost.
  const demo = await starting?.catch(() => undefined)
  await demo?.close()
  await loader.close()
  process.exit(code)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))

// Set by npm and pnpm.
if (process.env.npm_lifecycle_event) onOrphaned(() => void stop(0))

try {
  const runner = createServerModuleRunner(loader.environments.ssr)
  const { start } = await runner.import('/server/main.ts')
  const { banner } = await runner.import('/server/banner.ts')
  starting = start({
    say,
    signal: interrupt.signal,
    /** @param {Error} error */
    onLost(error) {
      console.error(`  The lock of the data folder was lost, so this demo stops: ${error.message}`)
      void stop(1)
    },
  })
  const demo = await starting
  say(`Ready in ${((performance.now() - from) / 1000).toFixed(1)} s`)
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
