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
 * Runs the README's `server.ts` as it stands: its ids and keys come from the environment, here those of `simulator`.
 * `origin` is where visitors and notifications come in.
 */
export async function runServer(
  { folder }: Copy,
  { simulator, origin }: { simulator: Simulator; origin: string },
): Promise<ReadmeServer> {
  const { credentials } = simulator
  const environment = {
    APP_ID: credentials.appId,
    APP_SECRET: credentials.appSecret,
    MCH_ID: credentials.mchId,
    MCH_SERIAL_NO: credentials.serialNo,
    MCH_PRIVATE_KEY: credentials.privateKey,
    API_V3_KEY: credentials.apiV3Key,
    WECHATPAY_PUBLIC_KEY_ID: credentials.publicKeyId,
    WECHATPAY_PUBLIC_KEY: credentials.publicKey,
    ORIGIN: origin,
    ENCRYPTION_KEY: 'at least 32 characters, for tests',
    WEIXIN: simulator.url,
    PORT: '0',
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  try {
    const loaded = await loadModule<{ server: Server }>(folder, 'server.ts')
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
