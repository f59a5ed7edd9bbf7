import { describe, expect, it } from 'vitest'
import { chinaTime, compactChinaTime, readChinaTime } from './china-time.ts'

const moment = new Date('2026-01-01T00:00:05Z')

it('is written in the time of China', () => {
  expect(chinaTime(new Date('2026-01-01T00:00:05.999Z'))).toBe('2026-01-01T08:00:05+08:00')
  expect(compactChinaTime(moment)).toBe('20260101080005')
})

it('of "never", as databases write it, is the last one that has four digits for its year', () => {
  for (const never of [new Date('9999-12-31T23:59:59Z'), new Date(8.64e15)]) {
    expect(chinaTime(never)).toBe('9999-12-31T23:59:59+08:00')
    expect(compactChinaTime(never)).toBe('99991231235959')
  }
})

describe('a time of WeChat’s', () => {
  it.each([
    '2026-01-01T08:00:05+08:00',
    '2026-01-01T00:00:05Z',
    '2026-01-01T00:00:05.000Z',
    '2026-01-01T01:00:05+0100',
    '2026-01-01T08:00:05',
    '2026-01-01 08:00:05',
    '2026-01-01 08：00：05',
    '2026/1/1 8:00:05',
    '20260101080005',
  ])('%s is read; without a zone it is China’s', (text) => {
    expect(readChinaTime(text)).toEqual(moment)
  })

  it('may leave out its seconds', () => {
    expect(readChinaTime('2026/01/01 08:00')).toEqual(new Date('2026-01-01T00:00:00Z'))
  })

  it.each([
    '',
    '20260101',
    '2026-13-01 08:00:05',
    '2026-01-01 25:00:05',
    '2026-02-30T08:00:05+08:00',
    '20260231080005',
    '2026-04-31 08:00:05',
    '2026/2/29 8:00',
    '0000-00-00 00:00:00',
    'today',
    '1767225605',
  ])('%j is none', (text) => {
    expect(readChinaTime(text)).toBeUndefined()
  })

  it('may be the last day of February', () => {
    expect(readChinaTime('2028-02-29T08:00:05+08:00')).toEqual(new Date('2028-02-29T00:00:05Z'))
    expect(readChinaTime('20260228235959')).toEqual(new Date('2026-02-28T15:59:59Z'))
  })
})
