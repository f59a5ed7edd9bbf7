// Node 20 cannot run TypeScript: Vite, here for the page anyway, loads the server too.
import { createServer, createServerModuleRunner } from 'vite'

const from = performance.now()
const seconds = () => `${((performance.now() - from) / 1000).toFixed(1)} s`
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

let demo
let stopping
async function stop(code) {
  // A second Ctrl-C, or one that npm passes on as well, changes nothing.
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), 10_000).unref()
    await demo?.close()
    await loader.close()
    process.exit(code)
  })()
  return stopping
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop(0))

// npm that is killed alone would leave us behind.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && void stop(0), 500).unref()
}

try {
  const runner = createServerModuleRunner(loader.environments.ssr)
  const { start } = await runner.import('/server/main.ts')
  const { banner } = await runner.import('/server/banner.ts')
  demo = await start({
    say,
    onLost(error) {
      console.error(
        `  The data folder's lock was lost (${error.message}); stopping before two demos write there.`,
      )
      void stop(1)
    },
  })
  say(`Ready in ${seconds()}`)
  console.log(banner(demo))
} catch (error) {
  console.error(`\n  ${error instanceof Error ? error.message.replaceAll('\n', '\n  ') : error}\n`)
  if (process.env.DEBUG) console.error(error)
  await stop(1)
}
