// Builds the package in the current folder: src → dist, one module for one module, with types and source maps.
// The compiler alone: a bundler would inline or rename files that a package reads at run time (the simulator's
// scripts for the browser), and nothing here needs one.
import { spawnSync } from 'node:child_process'
import { cpSync, rmSync, statSync } from 'node:fs'

rmSync('dist', { recursive: true, force: true })
const { status } = spawnSync('tsc', ['-p', 'tsconfig.build.json'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
if (status !== 0) process.exit(1)
// Files that are read as they are, and the types that stand beside one.
cpSync('src', 'dist', {
  recursive: true,
  filter: (path) =>
    statSync(path).isDirectory() || /\.(js|css|html|svg|png)$|errors\.json(\.d\.ts)?$/.test(path),
})
