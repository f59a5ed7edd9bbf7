import { expect, test } from 'vitest'
import {
  GROUP_HEIGHT,
  listItems,
  ROW_HEIGHT,
  visibleWindow,
  type Item,
} from '../../dashboard/src/timeline/items.ts'
import type { LogEntry } from '../../src/index.ts'

const entry = (id: number, call: string, outTradeNo: string | null, status = 200): LogEntry => ({
  id,
  at: '2026-01-01T08:00:00+08:00',
  kind: call.startsWith('notification') ? 'notification' : 'app',
  call,
  outTradeNo,
  milliseconds: 1,
  request: {},
  checks: [],
  response: { status },
  reason: null,
})

const entries = [
  entry(1, 'GET /cgi-bin/token', null),
  entry(2, 'POST /v3/pay/transactions/jsapi', 'A1'),
  entry(3, 'POST /v3/pay/transactions/jsapi', 'B2', 400),
  entry(4, 'notification POST http://localhost/notify', 'A1', 204),
]
const all = { order: '', outcome: 'all', text: '' } as const
const shown = (items: readonly Item[]): string[] =>
  items.map((item) => (item.kind === 'group' ? item.stage : String(item.entry.id)))

test('each run of calls of one stage has a group before it', () => {
  const items = listItems(entries, [], { filter: all, collapsed: new Set() })
  expect(shown(items)).toEqual(['token', '1', 'order', '2', '3', 'notification', '4'])
  expect(items[2]).toMatchObject({ count: 2, refused: 1 })
})

test('a filter by order, by outcome and by text', () => {
  const filtered = (filter: object): string[] =>
    shown(listItems(entries, [], { filter: { ...all, ...filter }, collapsed: new Set() }))
  expect(filtered({ order: 'A1' })).toEqual(['order', '2', 'notification', '4'])
  expect(filtered({ outcome: 'refused' })).toEqual(['order', '3'])
  expect(filtered({ text: 'access_token' })).toEqual(['token', '1'])
  expect(filtered({ text: '通知应用' })).toEqual(['notification', '4'])
})

test('a closed group keeps its head', () => {
  const collapsed = new Set(['group-2'])
  expect(shown(listItems(entries, [], { filter: all, collapsed }))).toEqual([
    'token',
    '1',
    'order',
    'notification',
    '4',
  ])
})

test('only what is near the view is drawn, and the heights add up', () => {
  const many = Array.from({ length: 3000 }, (_, id) => entry(id + 1, 'GET /cgi-bin/token', null))
  const items = listItems(many, [], { filter: all, collapsed: new Set() })
  const heightOf = (item: Item): number => (item.kind === 'group' ? GROUP_HEIGHT : ROW_HEIGHT)
  const total = GROUP_HEIGHT + 3000 * ROW_HEIGHT
  for (const top of [0, 50_000, total - 800]) {
    const drawn = visibleWindow(items, { top, height: 800 }, heightOf)
    expect(drawn.last - drawn.first).toBeLessThan(40)
    const middle = items
      .slice(drawn.first, drawn.last)
      .reduce((sum, item) => sum + heightOf(item), 0)
    expect(drawn.above + middle + drawn.below).toBe(total)
    expect(drawn.above).toBeLessThanOrEqual(top)
  }
})
