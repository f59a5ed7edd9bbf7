import { sign } from 'node:crypto'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { readKeys, type Fixture } from './fixture.ts'
import { presentOf } from './signing.ts'

const SIGNATURES = 64
const ROUNDS = 7
const BATCHES = 15
/** Between two batches the loop is free; milliseconds. */
const PAUSE_MS = 10

const PREPAY_ID = 'wx23094205a1b2c3d4e5f60718293a4b5c0000'

export interface Delays {
  signatures: number
  /** Of the p99 delays in milliseconds: median of the rounds. */
  ours: number
  limit: number
  ratio: number
  aim: number
}

/** How long everybody else waits while 64 payers are given their parameters at once. */
export async function eventLoop(fixture: Fixture): Promise<Delays> {
  const { merchantPrivateKey: key } = readKeys(fixture)
  const current = presentOf(fixture)
  const bytes = Buffer.from(`${fixture.appId}\n1763862125\n${'0'.repeat(32)}\n${PREPAY_ID}\n`)
  const each = Array.from({ length: SIGNATURES })
  const ours = (): Promise<unknown> =>
    Promise.all(each.map(() => current({ tradeType: 'jsapi', value: PREPAY_ID })))
  const synchronous = async (): Promise<unknown> => each.map(() => sign('sha256', bytes, key))

  const rounds: { ours: number; limit: number }[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ ours: await p99(ours), limit: await p99(synchronous) })
  return {
    signatures: SIGNATURES,
    ours: median(rounds.map((round) => round.ours)),
    limit: median(rounds.map((round) => round.limit)),
    ratio: median(rounds.map((round) => round.ours / round.limit)),
    aim: 0.5,
  }
}

async function p99(batch: () => Promise<unknown>): Promise<number> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  for (let n = 0; n < BATCHES; n += 1) {
    await pause(PAUSE_MS)
    await batch()
  }
  await pause(PAUSE_MS)
  delay.disable()
  return delay.percentile(99) / 1e6
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
