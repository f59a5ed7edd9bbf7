// Builds the dashboard's page. `node build.mjs FOLDER` builds into FOLDER. `node build.mjs --cached` builds into a
// folder under node_modules that is named after the sources, unless it is there already, and prints its path.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { build } from 'vite'

const root = import.meta.dirname

/** @param {string} outDir */
const buildInto = (outDir) =>
  build({
    root,
    configFile: false,
    base: '/simulator/dashboard/',
    logLevel: 'error',
    plugins: [vue()],
    build: { outDir, emptyOutDir: true, target: 'es2022' },
  })

function sourcesHash() {
  const hash = createHash('sha256')
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  for (const file of files.sort()) hash.update(file).update(readFileSync(file))
  return hash.digest('hex').slice(0, 16)
}

async function cached() {
  const folder = join(root, '../node_modules/.cache/weixin-simulator', sourcesHash())
  if (existsSync(join(folder, 'index.html'))) return folder
  // Two processes may build at the same time: each into its own folder, and the first rename wins.
  const own = `${folder}.${process.pid}`
  await buildInto(own)
  try {
    renameSync(own, folder)
  } catch {
    rmSync(own, { recursive: true, force: true })
  }
  return folder
}

const [target = '--cached'] = process.argv.slice(2)
if (target === '--cached') console.log(await cached())
else await buildInto(resolve(target))
