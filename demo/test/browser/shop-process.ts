import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { StartOptions } from '../../server/start-options.ts'

/** What can be said across processes. A simulator elsewhere is its address and its credentials. */
export interface ProcessOptions extends Pick<StartOptions, 'settings' | 'page'> {
  simulator: { url: string; credentials: object }
  weixin: { origin: string; secret: string }
}

export interface ShopProcess {
  url: string
  stop(): Promise<void>
}

/** The shop's server in a process of its own. Stop it. */
export async function startShopProcess(options: ProcessOptions): Promise<ShopProcess> {
  const child = fork(fileURLToPath(new URL('shop-process.mjs', import.meta.url)))
  const exited = once(child, 'exit')
  child.send(options)
  const answer = await Promise.race([once(child, 'message'), exited])
  if (typeof answer[0] !== 'string') throw new Error(`The shop's process ended with ${answer[0]}`)
  return {
    url: answer[0],
    async stop() {
      child.disconnect()
      await exited
    },
  }
}
