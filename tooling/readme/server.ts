import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { vi } from 'vitest'
import type { Simulator } from '../../packages/weixin-simulator/src/index.ts'
import { loadModule } from '../load-module.mjs'
import type { Copy } from './copy.ts'

export interface ReadmeServer {
  port: number
  close(): Promise<void>
}

/**
 * Runs the README's `server.js` as it stands: its ids and keys come from the environment, here those of `simulator`.
 * `origin` is where visitors and notifications come in.
 */
export async function runServer(
  { folder }: Copy,
  { simulator, origin }: { simulator: Simulator; origin: string },
): Promise<ReadmeServer> {
  const { credentials } = simulator
  const environment = {
    WEIXIN_APP_ID: credentials.appId,
    WEIXIN_APP_SECRET: credentials.appSecret,
    WEIXIN_MCH_ID: credentials.mchId,
    WEIXIN_MCH_SERIAL_NO: credentials.serialNo,
    WEIXIN_MCH_PRIVATE_KEY: credentials.privateKey,
    WEIXIN_API_V3_KEY: credentials.apiV3Key,
    WEIXIN_PUBLIC_KEY_ID: credentials.publicKeyId,
    WEIXIN_PUBLIC_KEY: credentials.publicKey,
    WEIXIN_ORIGIN: origin,
    WEIXIN_ENCRYPTION_KEYS: 'at least 32 characters, for tests',
    WEIXIN_URL: simulator.url,
    PORT: '0',
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  try {
    const loaded = await loadModule<{ server: Server }>(folder, 'server.js')
    const { server } = loaded.exports
    if (!server.listening) await once(server, 'listening')
    return {
      port: (server.address() as AddressInfo).port,
      async close() {
        server.closeAllConnections()
        server.close()
        await once(server, 'close')
        await loaded.close()
      },
    }
  } finally {
    vi.unstubAllEnvs()
  }
}
