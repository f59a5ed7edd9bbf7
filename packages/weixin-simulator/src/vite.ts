import './node-version.ts'
import type { Plugin } from 'vite'
import { createSimulator, type Simulator } from './simulator.ts'
import type { SimulatorOptions } from './types.ts'

/** The address of a running simulator, or how to start one with the dev server. */
export type WeixinSimulatorOptions =
  | {
      /** The address of a running simulator. */
      url: string
    }
  | (SimulatorOptions & {
      /** Absent: a simulator is started. */
      url?: undefined
    })

/** A simulator that dev servers of this process use. */
interface Running {
  options: SimulatorOptions
  simulator: Promise<Simulator>
  servers: number
}

/**
 * By their options. Vite starts the new dev server before it closes the old one when its configuration changed: both use the
 * same simulator then, and the page's orders stay.
 */
const running = new Map<string, Running>()

const keyOf = (options: SimulatorOptions): string => JSON.stringify(options)

async function end(key: string, one: Running): Promise<void> {
  running.delete(key)
  // One that could not be started has nothing to close.
  const simulator = await one.simulator.catch(() => undefined)
  await simulator?.close()
}

/** Two simulators cannot have one folder, nor one port. */
const excludes = (options: SimulatorOptions, { folder, port = 0 }: SimulatorOptions): boolean =>
  (folder !== undefined && folder === options.folder) || (port !== 0 && port === options.port)

async function use(options: SimulatorOptions): Promise<Simulator> {
  const key = keyOf(options)
  for (const [other, one] of running)
    if (other !== key && excludes(options, one.options)) await end(other, one)
  const known = running.get(key) ?? { options, simulator: createSimulator(options), servers: 0 }
  known.servers += 1
  running.set(key, known)
  try {
    return await known.simulator
  } catch (error) {
    running.delete(key)
    throw error
  }
}

async function leave(options: SimulatorOptions): Promise<void> {
  const key = keyOf(options)
  const known = running.get(key)
  if (!known) return
  known.servers -= 1
  if (known.servers === 0) await end(key, known)
}

/**
 * Puts the bridge into each page of Vite's dev server, in front of the page's own scripts, so that an ordinary browser is
 * the simulated WeChat. Without `url` a simulator is started, and closed with the dev server; it outlives a restart of the
 * dev server for a changed configuration. A production build never has the bridge: the plugin does not apply to it.
 *
 * @example
 * export default defineConfig({ plugins: [vue(), weixinSimulator({ url: 'http://localhost:7788' })] })
 */
export function weixinSimulator(options: WeixinSimulatorOptions = {}): Plugin {
  let { url } = options
  return {
    name: 'weixin-simulator',
    apply: 'serve',
    async configureServer(server) {
      if (options.url !== undefined) return
      const simulator = await use(options)
      url = simulator.url
      server.config.logger.info(`  weixin-simulator  ${url}  no real money`)
    },
    // Vite calls it once for each dev server that is closed, a middleware one too.
    async buildEnd() {
      if (options.url === undefined) await leave(options)
    },
    transformIndexHtml: {
      order: 'pre',
      handler: () => [
        {
          tag: 'script',
          attrs: { src: `${url}/simulator/bridge.js` },
          injectTo: 'head-prepend',
        },
      ],
    },
  }
}
