// Builds the package in the current folder: src → dist, with types and source maps.
//
// The compiler alone writes one module for one module, which keeps files that a package reads at run time (the
// simulator's scripts for the browser). With --bundle the compiler writes the types, and rolldown the modules: one for
// each entry of package.json, and one for each part that is loaded by import() or by several entries. A server imports
// a few files then, instead of some two hundred.
import { spawnSync } from 'node:child_process'
import { cpSync, readFileSync, rmSync, statSync } from 'node:fs'

const isBundled = process.argv.includes('--bundle')
rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync(
  'tsc',
  ['-p', 'tsconfig.build.json', ...(isBundled ? ['--emitDeclarationOnly'] : [])],
  { stdio: 'inherit', shell: process.platform === 'win32' },
)
if (status !== 0) process.exit(1)
if (isBundled) await bundle()
// Files that are read as they are, and the types that stand beside one.
cpSync('src', 'dist', {
  recursive: true,
  filter: (path) =>
    statSync(path).isDirectory() || /\.(c?js|css|html|svg|png)$|errors\.json(\.d\.ts)?$/.test(path),
})

async function bundle() {
  const { build } = await import('rolldown')
  const { publishConfig, bin = {} } = JSON.parse(readFileSync('package.json', 'utf8'))
  const bins = publishConfig.bin ?? bin
  const built = [
    ...Object.values(publishConfig.exports),
    ...(typeof bins === 'string' ? [bins] : Object.values(bins)),
  ]
    .map((entry) => (typeof entry === 'string' ? entry : entry.default))
    .filter((path) => /\.m?js$/.test(path))
  const input = Object.fromEntries(
    built.map((path) => {
      const name = path.replace(/^(\.\/)?dist\//, '').replace(/\.m?js$/, '')
      return [name, `./src/${name}.ts`]
    }),
  )
  await build({
    input,
    platform: 'node',
    // Every package stays an import, whether it is a dependency or a peer. What is ours is a path.
    external: (id) => !/^([./]|[a-z]:[\\/])/i.test(id),
    output: {
      dir: 'dist',
      sourcemap: true,
      chunkFileNames: 'chunks/[name].js',
    },
    logLevel: 'warn',
  })
}
