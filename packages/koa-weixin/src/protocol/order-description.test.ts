import { expect, it } from 'vitest'
import { orderDescription } from './order-description.ts'

it.each([
  ['明前龙井 × 1', '明前龙井 × 1'],
  ['茶🍵 hot', '茶 hot'],
  ['茶'.repeat(50), '茶'.repeat(42)],
  ['a'.repeat(126) + '茶', 'a'.repeat(126)],
  ['a'.repeat(200), 'a'.repeat(127)],
  ['a\r\nb\u0000c\u0085d', 'a  b c d'],
  ['a\ud83cb\udf75c', 'abc'],
  ['a\ufffe\uffffb', 'ab'],
])('%s', (description, expected) => {
  expect(orderDescription(description)).toBe(expected)
})
