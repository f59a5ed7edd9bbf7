import { once } from 'node:events'
import type { Server } from 'node:http'
import { fileURLToPath } from 'node:url'
import { vi } from 'vitest'
import type { Simulator } from '../../packages/weixin-simulator/src/index.ts'
import { freePort } from '../free-port.ts'
import { loadModule } from '../load-module.mjs'

/** A server of examples/, running. */
export interface Example {
  url: string
  simulator: Simulator
  /** All that the server's module exports. */
  exports: object
  close(): Promise<void>
}

export const exampleFolder = (name: string): string =>
  fileURLToPath(new URL(`../../examples/${name}`, import.meta.url))

/** `origin` is where the users are. @default the server's own address */
export async function startExample(name: string, origin?: string): Promise<Example> {
  const port = await freePort()
  const url = `http://localhost:${port}`
  const environment = { PORT: String(port), SIMULATOR_PORT: '0', WEIXIN_ORIGIN: origin ?? url }
  for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value)
  try {
    const loaded = await loadModule<{ server: Server; simulator: Simulator }>(
      exampleFolder(name),
      'server.js',
    )
    const { exports } = loaded
    const { server, simulator } = exports
    if (!server.listening) await once(server, 'listening')
    return {
      url,
      simulator,
      exports,
      async close() {
        server.closeAllConnections()
        server.close()
        await simulator.close()
        await loaded.close()
      },
    }
  } finally {
    vi.unstubAllEnvs()
  }
}
