import { expect, it } from 'vitest'
import { decimal } from './decimal.ts'

it.each([
  ['28.00', 2, 2800],
  ['0.07', 2, 7],
  ['1.1', 2, 110],
  ['12', 2, 1200],
  ['-0.01000', 5, -1000],
  ['0.00600', 5, 600],
  ['28.00000', 2, 2800],
  // What a float makes of it: 8120.000000000001, 113.99999999999999.
  ['81.20', 2, 8120],
  ['1.14', 2, 114],
  ['90071992547409.91', 2, Number.MAX_SAFE_INTEGER],
])('%s with %i places is %i', (text, places, expected) => {
  expect(decimal(text, places)).toBe(expected)
})

it('has no minus zero', () => {
  expect(Object.is(decimal('-0.00', 2), 0)).toBe(true)
})

it.each(['', '-', '.5', '1.', '1,000.00', '0.001', '1e3', ' 1.00', '+1.00', '90071992547409.92'])(
  'refuses %j',
  (text) => {
    expect(decimal(text, 2)).toBeUndefined()
  },
)
