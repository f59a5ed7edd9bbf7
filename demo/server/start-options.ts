import type { Orders, WeixinOptions } from 'koa-weixin'
import type { Simulator, SimulatorOptions } from 'weixin-simulator'
import type { Database } from './database.ts'
import type { PageKind } from './page.ts'
import type { Settings } from './settings.ts'

export interface StartOptions {
  /** Laid over `bareSettings`. Without it: demo/.env and the process's environment. */
  settings?: Partial<Settings>
  /** One that runs already, which is left running; or how to make one. */
  simulator?: Simulator | SimulatorOptions
  /** One that is open already, which is left open. */
  database?: Database
  /** Laid over what the shop gives to createWeixin. */
  weixin?: Partial<WeixinOptions>
  /** Put around the shop's own handlers. */
  orders?: (orders: Orders) => Orders
  /** Default: `sources` with the simulator, `built` with real credentials. */
  page?: PageKind
  /** Milliseconds. */
  now?: () => number
  /** Told of each step, and of what is not as asked. */
  say?: (line: string) => void
  /** Gives up between two steps, closing what is open. */
  signal?: AbortSignal
  /** The folder's lock was lost: another process may write there now. Default: throws. */
  onLost?: (error: Error) => void
}
