import { renderUnicodeCompact } from 'uqr'
import { createSimulator, type Simulator } from '../simulator.ts'
import { isLoopback } from '../http/loopback.ts'
import { envLines } from './env.ts'
import { readServeOptions, type ServeOptions } from './options.ts'
import { paintFor, shownCall, type Paint } from './text.ts'

/** How many ports are tried after a taken one. */
const ATTEMPTS = 20

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'

/** Starts on the port, or on the next free one, and says which in one sentence. */
async function startNear(options: ServeOptions): Promise<Simulator> {
  for (let port = options.port; ; port++) {
    try {
      const simulator = await createSimulator({ ...options, port })
      if (port !== options.port)
        process.stderr.write(`Port ${options.port} is taken: the simulator listens on ${port}.\n`)
      return simulator
    } catch (error) {
      if (!isTaken(error) || port === 65_535 || port - options.port >= ATTEMPTS) throw error
    }
  }
}

/** A code that a real phone scans; '' where only this machine reaches the address. */
function codeOf(address: string): string {
  if (isLoopback(new URL(address).hostname)) return ''
  const lines = renderUnicodeCompact(address, { border: 2, ecc: 'L' }).split('\n')
  const note = '  Phone       same Wi-Fi, scan · 用同一 Wi-Fi 下的手机扫码'
  return `\n${note}\n\n${lines.map((line) => `  ${line}`).join('\n')}\n`
}

function greeting(simulator: Simulator, paint: Paint): string {
  const { url, token, credentials } = simulator
  const address = token === null ? url : `${url}/?token=${token}`
  const names = simulator
    .users()
    .map(({ nickname }) => nickname)
    .join('、')
  return `${paint.bold('模拟微信 weixin-simulator')}  不会真实扣款 · no real money

  Dashboard   ${paint.bold(address)}
  appId       ${credentials.appId}
  mchId       ${credentials.mchId}
  Users       ${names}
${codeOf(address)}
  ${paint.dim('--env prints the keys for a .env file, --json for a program; Ctrl+C stops it.')}
`
}

/** Starts a simulator and prints what was asked for; it ends by SIGINT or SIGTERM. */
export async function serve(args: readonly string[]): Promise<void> {
  const options = readServeOptions(args)
  const { print, isQuiet } = options
  const isForPerson = print === 'text'
  const out = paintFor(process.stdout, process.env)
  const err = paintFor(process.stderr, process.env)
  const simulator = await startNear({
    ...options,
    onCall(entry) {
      if (isQuiet) return
      if (isForPerson) process.stdout.write(`${shownCall(entry, out)}\n`)
      else if (entry.reason) process.stderr.write(`${shownCall(entry, err)}\n`)
    },
  })
  const stop = (): void => {
    void simulator.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  const { url, secureUrl, credentials, token } = simulator
  if (print === 'json') {
    const shown = { url, secureUrl, ...credentials, ...(token !== null && { token }) }
    process.stdout.write(`${JSON.stringify(shown)}\n`)
  } else if (print === 'env') {
    process.stdout.write(envLines({ url, secureUrl }, credentials))
  } else process.stdout.write(`${greeting(simulator, out)}\n`)
}
