import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const startScript = fileURLToPath(new URL('../start.mjs', import.meta.url))

/** Every line of .env, emptied, so that the developer's own file does not reach a test. */
const emptyEnv = Object.fromEntries(
  [
    'WEIXIN_APP_ID WEIXIN_APP_SECRET WEIXIN_MCH_ID WEIXIN_MCH_SERIAL_NO WEIXIN_MCH_PRIVATE_KEY',
    'WEIXIN_API_V3_KEY WEIXIN_API_V2_KEY WEIXIN_PUBLIC_KEY_ID WEIXIN_PUBLIC_KEY WEIXIN_ORIGIN',
    'WEIXIN_ENCRYPTION_KEYS TRADE_TYPES DATABASE_URL',
  ]
    .join(' ')
    .split(' ')
    .map((line) => [line, '']),
)

export interface RunningDemo {
  pid: number
  url: string
  output: string
  /** Resolves with the exit code, or null when the process was killed. */
  stop(signal: 'SIGINT' | 'SIGTERM' | 'SIGKILL'): Promise<number | null>
}

const running = new Set<RunningDemo>()

/** Runs what `npm run demo` runs, in a process group of its own; resolves when it is ready. */
export async function runDemo(
  env: Record<string, string>,
  ...args: string[]
): Promise<RunningDemo> {
  const child = spawn(process.execPath, [startScript, ...args], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PORT: '0',
      SIMULATOR_PORT: '0',
      npm_lifecycle_event: '',
      ...emptyEnv,
      ...env,
    },
  })
  const exited = once(child, 'exit')
  let output = ''
  const ready = new Promise<void>((resolve, reject) => {
    const onData = (data: Buffer): void => {
      output += String(data)
      if (output.includes('Stop ')) resolve()
    }
    child.stdout.on('data', onData)
    child.stderr.on('data', onData)
    void exited.then(([code]) => reject(new Error(`ended with ${code}:\n${output}`)))
  })
  const demo: RunningDemo = {
    pid: child.pid!,
    url: '',
    output: '',
    async stop(signal) {
      running.delete(demo)
      child.kill(signal)
      const [code] = (await exited) as [number | null]
      return code
    },
  }
  running.add(demo)
  await ready
  demo.output = output
  demo.url = /^ {2}Shop +(\S+)/m.exec(output)?.[1] ?? ''
  return demo
}

/** For `afterEach`: stops what a failed test left running. */
export async function stopDemos(): Promise<void> {
  await Promise.all([...running].map((demo) => demo.stop('SIGKILL')))
}

/** Whether any process of the demo's process group still runs. */
export function isGroupAlive(pid: number): boolean {
  try {
    process.kill(-pid, 0)
    return true
  } catch {
    return false
  }
}
