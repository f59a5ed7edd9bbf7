import { expect, test } from 'vitest'
import { microscope, stretches } from '../../dashboard/src/timeline/microscope.ts'
import type { LogEntry } from '../../src/index.ts'

const entry = (signedOver: string, text: string | null): LogEntry => ({
  id: 1,
  at: '2026-01-01T08:00:00+08:00',
  kind: 'app',
  call: 'POST /v3/pay/transactions/jsapi',
  outTradeNo: null,
  milliseconds: 1,
  request: {},
  checks: [],
  response: { status: 401, code: 'SIGN_ERROR' },
  reason: {
    code: 'signature',
    en: '',
    zh: '',
    field: 'signature',
    reference: null,
    signedOver,
    mistake: text === null ? null : { name: 'x', text, differsAt: 0 },
  },
})

test('a dropped line feed: the last line differs at its end, and the byte is named', () => {
  const expected = 'POST\n/v3/a\n1\nn\n{"描述":1}\n'
  const seen = microscope(entry(expected, expected.slice(0, -1)))!
  expect(seen.lines.map(({ label, differsAt }) => [label, differsAt])).toEqual([
    ['method', null],
    ['path + query', null],
    ['timestamp', null],
    ['nonce', null],
    ['body', 8],
  ])
  // Bytes and not characters: two of them are Chinese.
  expect(seen.bytes).toEqual([28, 27])
  expect(seen.differsAtByte).toBe(28)
  const body = seen.lines[4]!
  expect(stretches(body.expected!, body.ends[0], body.differsAt).at(-1)).toEqual({
    kind: 'mark',
    text: '↵',
  })
  expect(stretches(body.signed!, body.ends[1], body.differsAt).at(-1)).toEqual({
    kind: 'mark',
    text: 'end',
  })
})

test('a page signature is split at its ampersands and labelled by its names', () => {
  const expected = 'jsapi_ticket=abc…&noncestr=n&timestamp=1&url=http://a/b'
  const seen = microscope(entry(expected, `${expected}#/c`))!
  expect(seen.lines.map(({ label }) => label)).toEqual([
    'jsapi_ticket',
    'noncestr',
    'timestamp',
    'url',
  ])
  expect(seen.lines[3]?.differsAt).toBe('url=http://a/b'.length)
})

test('where no known mistake fits, only the expected text is shown', () => {
  const seen = microscope(entry('GET\n/a\n1\nn\n\n', null))!
  expect(seen.bytes[1]).toBeNull()
  expect(seen.differsAtByte).toBeNull()
  expect(seen.lines.every(({ signed, differsAt }) => signed === null && differsAt === null)).toBe(
    true,
  )
})

test('an entry without a signature has no microscope', () => {
  expect(microscope({ ...entry('', null), reason: null })).toBeNull()
})

test('a long stretch that is the same is folded, and its bytes are counted', () => {
  const text = `${'a'.repeat(40)}${'茶'.repeat(10)}${'b'.repeat(40)}`
  const folded = stretches(text, '', null).find(({ kind }) => kind === 'folded')
  expect(folded).toEqual({ kind: 'folded', bytes: 16 + 30 + 16 })
})
