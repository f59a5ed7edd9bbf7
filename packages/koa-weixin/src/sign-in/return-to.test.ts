import { describe, expect, it } from 'vitest'
import { returnAddress } from './return-to.ts'

const origin = 'https://tea.example.com'
const allowedOrigins = [origin, 'https://m.tea.example.com', 'http://localhost:5173']
const read = (returnTo: string): string | undefined =>
  returnAddress(returnTo, { origin, allowedOrigins })

describe('where a user may be sent', () => {
  it.each([
    ['/', '/'],
    ['/orders?tab=1&q=%E8%8C%B6#top', '/orders?tab=1&q=%E8%8C%B6#top'],
    ['/a/../b', '/b'],
    ['/@evil.example', '/@evil.example'],
    ['/a?next=//evil.example', '/a?next=//evil.example'],
    ['/a//b', '/a//b'],
    ['/a%2fb%5cc', '/a%2fb%5cc'],
    ['https://tea.example.com/me', '/me'],
    ['https://tea.example.com', '/'],
    ['https://m.tea.example.com/me?a=1#b', 'https://m.tea.example.com/me?a=1#b'],
    ['https://m.tea.example.com', 'https://m.tea.example.com/'],
    ['https://m.tea.example.com?a=1', 'https://m.tea.example.com/?a=1'],
    ['http://localhost:5173/#/pay', 'http://localhost:5173/#/pay'],
    [`/${'a'.repeat(1499)}`, `/${'a'.repeat(1499)}`],
  ])('%s', (returnTo, address) => {
    expect(read(returnTo)).toBe(address)
  })
})

const elsewhere = [
  '',
  ' ',
  'me',
  '?a=1',
  '#/me',
  './me',
  '//evil.example',
  '///evil.example',
  '/\\evil.example',
  '\\/evil.example',
  '\\\\evil.example',
  '/a\\..\\..\\evil.example',
  // A browser resolves the dots first, and then sees two slashes.
  '/.//evil.example',
  '/a/..//evil.example',
  '/%2e//evil.example',
  '/a/%2E%2e//evil.example',
  // Some servers and proxies decode once more.
  '/%2fevil.example',
  '/%2Fevil.example',
  '/%5cevil.example',
  '/./%5Cevil.example',
  // A browser drops these.
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r/evil.example',
  '\u0000/me',
  '/me\u007f',
  '/me\r\nset-cookie: a=b',
  // Look like slashes, dots and letters, and are none.
  '／／evil.example',
  '/⁄evil.example',
  '/。/evil.example',
  '/\u202eelpmaxe.live//',
  '/订单',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  'https:evil.example',
  'https://evil.example/',
  'HTTPS://EVIL.EXAMPLE/',
  '@evil.example',
  // Ours in front only.
  'https://tea.example.com@evil.example/',
  'https://tea.example.com:x@evil.example/',
  'https://tea.example.com.evil.example/',
  'https://tea.example.com:8443/',
  'https://tea.example.com\\@evil.example/',
  'https://tea.example.comevil',
  'https://user@tea.example.com/',
  'https:/tea.example.com/me',
  'https:\\\\tea.example.com/me',
  'HTTPS://tea.example.com/me',
  'http://tea.example.com/me',
  'https://m.tea.example.com//evil.example',
  'https://m.tea.example.com/.//evil.example',
  'https://m.tea.example.com/%2fevil.example',
  'http://localhost:51730/',
  `/${'a'.repeat(1500)}`,
  `/${'a'.repeat(100_000)}`,
]

it.each(elsewhere)('never %j', (returnTo) => {
  expect(read(returnTo)).toBeUndefined()
})

it('stays on the origin it was judged for, read again as a browser reads a Location', () => {
  const pieces = [
    '/',
    '\\',
    '.',
    '..',
    '%2e',
    '%2f',
    '%5c',
    '@',
    ':',
    '?',
    '#',
    'evil.example',
    '//',
  ]
  const tried = pieces.flatMap((a) =>
    pieces.flatMap((b) => pieces.flatMap((c) => pieces.map((d) => `/${a}${b}${c}${d}`))),
  )
  const taken = tried.flatMap((one) => read(one) ?? [])
  expect(taken.length).toBeGreaterThan(1000)
  for (const address of taken) {
    expect(new URL(address, `${origin}/weixin/oauth`).origin).toBe(origin)
    expect(read(address)).toBe(address)
  }
})
