// `npm run example koa-minimal`: runs a folder of examples/ with the packages of this repository.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createServer } from 'vite'
import { loadModule } from './load-module.mjs'

const examples = fileURLToPath(new URL('../examples', import.meta.url))
/** What runs: a page, a server or a script. */
const entries = ['index.html', 'server.js', 'pay.js']
const names = readdirSync(examples).filter((name) =>
  entries.some((entry) => existsSync(join(examples, name, entry))),
)
const [name = ''] = process.argv.slice(2)
const folder = join(examples, name)

if (!names.includes(name)) {
  console.error(`npm run example <name>, where the name is one of: ${names.join(', ')}`)
  process.exitCode = 1
} else if (existsSync(join(folder, 'index.html'))) {
  // Vite alone would leave the plugin of weixin-simulator, which is TypeScript here, to Node.
  const { exports } = await loadModule(folder, 'vite.config.js')
  const page = await createServer({ ...exports.default, root: folder, configFile: false })
  await page.listen()
  page.printUrls()
} else {
  const file = ['server.js', 'pay.js'].find((one) => existsSync(join(folder, one))) ?? ''
  const { exports, close } = await loadModule(folder, file)
  const { server, simulator } = exports
  if (server) console.log(`The server listens on http://localhost:${server.address().port}`)
  if (simulator) console.log(`The simulator is ${simulator.url}`)
  if (!server) await close()
}
