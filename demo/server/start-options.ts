import type { Orders, WeixinOptions } from 'koa-weixin'
import type { Simulator, SimulatorOptions } from 'weixin-simulator'
import type { Database } from './database.ts'
import type { PageKind } from './page.ts'
import type { Settings } from './settings.ts'

export interface StartOptions {
  /** Overrides `bareSettings`. @default what demo/.env and the environment contain */
  settings?: Partial<Settings>
  /** The private address at which the shop and the simulator are opened to the network. @default this machine only */
  lan?: string | null
  /** A simulator that runs already, and is left running. @default a new one */
  simulator?: Simulator
  /** Overrides what a new simulator is created with. */
  simulatorOptions?: SimulatorOptions
  /** A database that is open already, and is left open. */
  database?: Database
  /** Overrides what the shop passes to createWeixin. */
  weixin?: Partial<WeixinOptions>
  /** Wraps the shop's own handlers. */
  orders?: (orders: Orders) => Orders
  /** @default `sources` with the simulator, `built` with real credentials */
  page?: PageKind
  /** Milliseconds. @default Date.now */
  now?: () => number
  /** Called with each step of the start, and with what differs from the settings. */
  onProgress?: (line: string) => void
  /** Aborts the start between two steps; what is open is closed. */
  signal?: AbortSignal
  /** Called when the lock of the data folder was lost: another process may write there. @default throws */
  onLost?: (error: Error) => void
}
