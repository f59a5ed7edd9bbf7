import { describe, expect, it } from 'vitest'
import { attemptNumber, MAX_ATTEMPTS, outTradeNo } from './out-trade-no.ts'

const order = { id: 'TEA1024', createdAt: new Date('2026-11-23T09:41:00Z') }

describe('the numbers of an order', () => {
  it('are the same for everybody who computes them', () => {
    expect(outTradeNo('production', order, 1)).toBe(outTradeNo('production', { ...order }, 1))
    expect(outTradeNo('production', order, 1)).toMatch(/^TEA1024-[\w-]{4}0$/)
  })

  it.each([
    '1',
    'TEA1024',
    'a'.repeat(25),
    'a'.repeat(26),
    'a'.repeat(200),
    '订单 1',
    'a.b',
    'a|b',
  ])('fit into what WeChat takes: %s', (id) => {
    expect(outTradeNo('production', { ...order, id }, 36)).toMatch(/^[0-9A-Za-z_-]{6,32}$/)
  })

  it('differ for every attempt, order, environment and time of creation', () => {
    const all = ['1', '2', 'a'.repeat(25), 'a'.repeat(26), 'a'.repeat(27)].flatMap((id) =>
      ['production', 'staging'].flatMap((environment) =>
        [0, 1].flatMap((ms) =>
          Array.from({ length: MAX_ATTEMPTS }, (_, i) =>
            outTradeNo(environment, { id, createdAt: new Date(ms) }, i + 1),
          ),
        ),
      ),
    )
    expect(new Set(all).size).toBe(all.length)
  })

  it('are recognised, and no others are', () => {
    for (const n of [1, 10, 11, 36])
      expect(attemptNumber('production', order, outTradeNo('production', order, n))).toBe(n)
    const first = outTradeNo('production', order, 1)
    expect(attemptNumber('staging', order, first)).toBeUndefined()
    expect(attemptNumber('production', { ...order, id: 'TEA1025' }, first)).toBeUndefined()
    expect(attemptNumber('production', { ...order, createdAt: new Date(0) }, first)).toBeUndefined()
    for (const changed of ['', `${first}0`, first.slice(0, -1), `${first.slice(0, -1)}A`])
      expect(attemptNumber('production', order, changed)).toBeUndefined()
  })

  it.each([0, 37, 1.5, Number.NaN])('end at 36: %d is refused', (n) => {
    expect(() => outTradeNo('production', order, n)).toThrow(RangeError)
  })
})
