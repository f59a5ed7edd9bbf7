import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchBrowser } from '../../../../../tooling/browser.ts'
import { openFixture } from './fixture.ts'
import { type Shop, openShop } from './shop.ts'
import { ENVIRONMENTS, ROWS, STATUSES, timesReached, unreachable, withTables } from './table.ts'

let browser: Browser
let context: BrowserContext
let page: Page | undefined
let shop: Shop
const outside: string[] = []

beforeAll(async () => {
  ;[browser, shop] = await Promise.all([launchBrowser(), openShop()])
  context = await browser.newContext({ userAgent: 'Mozilla/5.0 Chrome/140.0' })
  context.setDefaultTimeout(6_000)
  await context.clock.install()
  context.on('request', (request) => {
    if (new URL(request.url()).hostname !== 'localhost') outside.push(request.url())
  })
})
afterAll(async () => {
  await browser?.close()
  await shop?.close()
})

describe.each(ROWS)('$what', ({ in: names, open, happens, seen }) => {
  it.each(names)('in %s', async (name) => {
    const tab = (page ??= await context.newPage())
    const fixture = openFixture(shop, tab, name)
    try {
      await fixture.open(open)
      await happens(fixture)
      expect(await fixture.seen()).toEqual(seen)
    } catch (failure) {
      page = undefined
      await tab.close()
      throw failure
    } finally {
      await fixture.close()
    }
  })
})

it('no page asks for anything that is not on this machine', () => {
  expect(outside).toEqual([])
})

it.each(ENVIRONMENTS)('every status is reached in %s, or the table says why not', (environment) => {
  const without = unreachable.flatMap(([status, name]) => (name === environment ? [status] : []))
  expect(STATUSES.filter((status) => timesReached(status, environment) === 0)).toEqual(without)
})

it('are the tables of docs/client-outcomes.md (add -u to rewrite them)', async () => {
  const path = fileURLToPath(new URL('../../../../../docs/client-outcomes.md', import.meta.url))
  await expect(withTables(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path)
})
