import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { compare, here, type Comparison } from './compare.ts'
import type { Fixture } from './fixture.ts'
import { createReceiver } from './receive.ts'

/** The other build, from which `run.mjs` leaves the diagnostics out. */
async function loadWithout(): Promise<typeof createReceiver> {
  const { href } = new URL('../.bench-without/receive.js', import.meta.url)
  const built = (await import(/* @vite-ignore */ href)) as { createReceiver: typeof createReceiver }
  return built.createReceiver
}

/** A notification with nobody listening, to a build without diagnostics. */
export async function diagnosticsOff(fixture: Fixture): Promise<Comparison> {
  const createWithout = await loadWithout()
  return compare({
    name: 'diagnostics, nobody listens',
    aim: 0.97,
    count: 2_000,
    ours: here(await createReceiver(fixture)),
    limit: here(await createWithout(fixture)),
  })
}

const NAMES = ['koa-weixin:notification', 'koa-weixin:settle', 'koa-weixin:response'] as const

/** The same with a listener to each of the five events of a notification. */
export async function diagnosticsOn(fixture: Fixture): Promise<Comparison> {
  const createWithout = await loadWithout()
  const receive = await createReceiver(fixture)
  let last: unknown
  const listen = (event: unknown): void => {
    last = event
  }
  const compared = await compare({
    name: 'diagnostics, a listener to each',
    aim: null,
    count: 2_000,
    ours: here(async (count) => {
      for (const name of NAMES) subscribe(name, listen)
      await receive(count)
      for (const name of NAMES) unsubscribe(name, listen)
    }),
    limit: here(await createWithout(fixture)),
  })
  if (last === undefined) throw new Error('nothing was published')
  return compared
}
