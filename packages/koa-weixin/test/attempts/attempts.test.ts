import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSimulator, type LogEntry } from 'weixin-simulator'
import { openFixture, type Api, type FixtureContext } from './fixture.ts'
import { ROWS, withTables } from './table.ts'

/** In v2 WeChat closes no order in its first five minutes. */
const MOST_OPEN: Record<Api, number> = { v3: 1, v2: 2 }

describe.each<Api>(['v3', 'v2'])('the attempts of an order by API %s', (api) => {
  let context: FixtureContext
  beforeAll(async () => {
    let ahead = 0
    const now = (): number => Date.now() + ahead
    const wait = (minutes: number): void => {
      ahead += minutes * 60_000
    }
    const listeners = new Set<(entry: LogEntry) => void>()
    const onCall = (entry: LogEntry): void => {
      for (const listen of listeners) listen(entry)
    }
    context = { api, simulator: await createSimulator({ now, onCall }), now, wait, listeners }
  })
  afterAll(() => context.simulator.close())

  const cases = ROWS.flatMap(({ what, happens, seen: { [api]: seen } }) =>
    seen ? [{ what, happens, seen }] : [],
  )

  describe.each(cases)('$what', ({ happens, seen }) => {
    it.each([
      ['not emptied', false],
      ['emptied before each step', true],
    ])('the cache %s', async (_cache, forgets) => {
      const fixture = await openFixture(context, forgets)
      const response = await happens(fixture)
      if (response) await fixture.pay(response)
      await fixture.repeatNotifications()
      expect({
        calls: fixture.calls.join(', '),
        open: [fixture.mostOpen(), fixture.open()],
        money: fixture.money(),
      }).toEqual({
        calls: (forgets && seen.emptied) || seen.calls,
        open: seen.open,
        money: seen.money,
      })
      expect(fixture.mostOpen()).toBeLessThanOrEqual(MOST_OPEN[api])
    })
  })
})

it('are the tables of docs/attempts.md (add -u to rewrite them)', async () => {
  const path = fileURLToPath(new URL('../../../../docs/attempts.md', import.meta.url))
  await expect(withTables(readFileSync(path, 'utf8'))).toMatchFileSnapshot(path)
})
