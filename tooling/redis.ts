import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

export interface Redis {
  /** `redis://…` */
  url: string
  /** The server's process: absent for the one in REDIS_URL. */
  pid: number | undefined
  stop(): Promise<void>
}

interface Binary {
  path: string
  /** Folders of shared libraries that the system does not have. */
  env: Record<string, string>
}

/** The server and what it is linked to; a small Debian lacks some of these libraries too. */
const DEBS = ['redis-server', 'redis-tools', 'libjemalloc2', 'liblzf1', 'libatomic1', 'libssl3']

const runs = ({ path, env }: Binary): boolean =>
  spawnSync(path, ['--version'], { env: { ...process.env, ...env } }).status === 0

const isThere = (command: string): boolean =>
  spawnSync('sh', ['-c', `command -v ${command}`]).status === 0

/** Debian and Ubuntu: the packages are fetched and unpacked into a cache folder. Nothing is installed, nobody asked. */
function fromDebs(): Binary | undefined {
  if (!isThere('apt-get') || !isThere('dpkg-deb')) return undefined
  const cache = process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const folder = join(cache, 'weixin-redis')
  const lib = `usr/lib/${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`
  const binary = {
    path: join(folder, 'usr/bin/redis-server'),
    env: { LD_LIBRARY_PATH: join(folder, lib) },
  }
  if (existsSync(binary.path)) return binary
  mkdirSync(cache, { recursive: true })
  const unpacked = mkdtempSync(`${folder}-`)
  try {
    const download = (): boolean =>
      spawnSync('apt-get', ['download', ...DEBS], { cwd: unpacked }).status === 0
    // Package lists may never have been fetched; only root may do that.
    if (!download() && (spawnSync('apt-get', ['update', '-qq']).status !== 0 || !download()))
      return undefined
    for (const deb of readdirSync(unpacked).filter((name) => name.endsWith('.deb')))
      if (spawnSync('dpkg-deb', ['-x', deb, '.'], { cwd: unpacked }).status !== 0) return undefined
    renameSync(unpacked, folder)
  } catch {
    // Another run was faster.
  } finally {
    rmSync(unpacked, { recursive: true, force: true })
  }
  return existsSync(binary.path) ? binary : undefined
}

function findBinary(): Binary {
  const given = process.env['REDIS_SERVER_BIN']
  if (given) return { path: given, env: {} }
  for (const path of ['redis-server', 'valkey-server']) if (isThere(path)) return { path, env: {} }
  const unpacked = fromDebs()
  if (unpacked && runs(unpacked)) return unpacked
  throw new Error(
    [
      'No Redis: the shared cache is tested on a real one. Any of these will do:',
      '  apt-get install redis-server   (or valkey, or your system’s package)',
      '  REDIS_SERVER_BIN=/path/to/redis-server npm test',
      '  REDIS_URL=redis://127.0.0.1:6379 npm test   (one that the tests may write to)',
    ].join('\n'),
  )
}

/** The Redis in REDIS_URL, or a new, empty one on a free port of this machine. */
export async function startRedis(): Promise<Redis> {
  const given = process.env['REDIS_URL']
  if (given) return { url: given, pid: undefined, stop: async () => {} }
  const { path, env } = findBinary()
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'weixin-redis-'))
  const options = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder]
  const child = spawn(path, [...options, '--save', '', '--appendonly', 'no'], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const kill = (): boolean => child.kill('SIGKILL')
  process.once('exit', kill)
  await new Promise<void>((resolve, reject) => {
    let output = ''
    const onOutput = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes('Ready to accept connections')) resolve()
    }
    child.stdout.on('data', onOutput)
    child.stderr.on('data', onOutput)
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`Redis ended with ${code}:\n${output}`)))
  })
  const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve))
  return {
    url: `redis://127.0.0.1:${port}`,
    pid: child.pid,
    async stop() {
      process.off('exit', kill)
      kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
