import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { StartOptions } from '../../server/start-options.ts'

/** The options that can be sent to another process. A simulator of another process is its address and credentials. */
export interface ProcessOptions extends Pick<StartOptions, 'settings' | 'page'> {
  simulator: { url: string; credentials: object }
  weixin: { origin: string; encryptionKeys: string }
}

export interface ShopProcess {
  url: string
  stop(): Promise<void>
}

/** Starts the shop's server in a process of its own. Stop it. */
export async function startShopProcess(options: ProcessOptions): Promise<ShopProcess> {
  const child = fork(fileURLToPath(new URL('shop-process.mjs', import.meta.url)))
  const exited = once(child, 'exit')
  child.send(options)
  const message = await Promise.race([once(child, 'message'), exited])
  if (typeof message[0] !== 'string') throw new Error(`The shop's process ended with ${message[0]}`)
  return {
    url: message[0],
    async stop() {
      child.disconnect()
      await exited
    },
  }
}
