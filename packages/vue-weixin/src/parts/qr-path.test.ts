import { expect, test } from 'vitest'
import { qrPath } from './qr-path.ts'

const codeUrl = 'weixin://wxpay/bizpayurl?pr=p4lpSuKzz'

/** The dark modules that a path draws, as text: `#` dark, `.` light. */
function draw({ size, path }: { size: number; path: string }): string[] {
  const rows = Array.from({ length: size }, () => Array.from({ length: size }, () => '.'))
  for (const [, x = '', y = '', width = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1H\1z/g))
    for (let i = 0; i < Number(width); i++) {
      const row = rows[Number(y)] as string[]
      row[Number(x) + i] = '#'
    }
  return rows.map((row) => row.join(''))
}

test('has a quiet zone of four modules and three finder patterns', () => {
  const code = qrPath(codeUrl)
  const rows = draw(code)
  const finder = ['#######', '#.....#', '#.###.#', '#.###.#', '#.###.#', '#.....#', '#######']
  const { size } = code
  const at = (top: number, left: number) =>
    rows.slice(top, top + 7).map((row) => row.slice(left, left + 7))
  expect(size % 4).toBe((21 + 8) % 4)
  expect(rows.slice(0, 4)).toEqual(rows.slice(-4))
  expect(new Set(rows.slice(0, 4).join(''))).toEqual(new Set('.'))
  expect(rows.every((row) => row.startsWith('....') && row.endsWith('....'))).toBe(true)
  expect(at(4, 4)).toEqual(finder)
  expect(at(4, size - 11)).toEqual(finder)
  expect(at(size - 11, 4)).toEqual(finder)
})

test('is nothing but runs, and another text is another code', () => {
  const { path } = qrPath(codeUrl)
  expect(path).toMatch(/^(M\d+ \d+h\d+v1H\d+z)+$/)
  expect(qrPath(`${codeUrl}2`).path).not.toBe(path)
})
