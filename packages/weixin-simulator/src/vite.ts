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

/**
 * Puts the bridge into each page of Vite's dev server, in front of the page's own scripts, so that an ordinary browser is
 * the simulated WeChat. Without `url` a simulator is started and closed with the dev server. A production build never has
 * the bridge: the plugin does not apply to it.
 *
 * @example
 * export default defineConfig({ plugins: [vue(), weixinSimulator({ url: 'http://localhost:7788' })] })
 */
export function weixinSimulator(options: WeixinSimulatorOptions = {}): Plugin {
  let { url } = options
  let own: Simulator | undefined
  return {
    name: 'weixin-simulator',
    apply: 'serve',
    async configureServer(server) {
      if (options.url !== undefined) return
      own = await createSimulator(options)
      url = own.url
      server.config.logger.info(`  weixin-simulator  ${own.url}  no real money`)
      server.httpServer?.once('close', () => void own?.close())
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
