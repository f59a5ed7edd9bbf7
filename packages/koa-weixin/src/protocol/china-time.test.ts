import { expect, it } from 'vitest'
import { chinaTime } from './china-time.ts'

it("is RFC 3339 in China's time, without fractions", () => {
  expect(chinaTime(new Date('2026-01-01T00:00:05.999Z'))).toBe('2026-01-01T08:00:05+08:00')
})
