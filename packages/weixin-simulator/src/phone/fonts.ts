import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The family that the simulated screens name last, for a machine without a Chinese font. */
export const FONT_FAMILY = 'Weixin Simulator SC'

const folder = (): string =>
  dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'))

let sheet: string | undefined

/** Latin letters, punctuation and emoji come from the machine's own fonts. */
function isChinese(range: string): boolean {
  const first = Number.parseInt(range.trim().slice(2), 16)
  return first >= 0x2e80 && (first < 0x1f000 || first >= 0x20000)
}

/** Leaves the Chinese ranges of one @font-face; '' when it has none. */
function chineseOnly(face: string): string {
  const [whole, ranges] = /unicode-range:\s*([^;}]+)/.exec(face) ?? []
  if (whole === undefined || ranges === undefined) return ''
  const chinese = ranges.split(',').filter(isChinese)
  return chinese.length === 0 ? '' : face.replace(whole, `unicode-range:${chinese.join(',')}`)
}

/**
 * Noto Sans SC (SIL Open Font License) in about a hundred files by range of characters: a browser fetches those few
 * whose characters it shows and finds in no font of its own. `base` is the simulator's address, or ''.
 */
export function fontStyleSheet(base: string): string {
  sheet ??= readFileSync(join(folder(), 'index.css'), 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/@font-face\s*\{[^}]*\}/g, chineseOnly)
    .replaceAll("'Noto Sans SC Variable'", `'${FONT_FAMILY}'`)
  return sheet.replaceAll('url(./files/', `url(${base}/simulator/fonts/`)
}

/** Whether a unicode-range such as `U+4e00-4e10,U+5c0f` has this character. */
const hasCharacter = (ranges: string, code: number): boolean =>
  ranges.split(',').some((range) => {
    const [first = 0, last = first] = range
      .trim()
      .slice(2)
      .split('-')
      .map((part) => Number.parseInt(part, 16))
    return code >= first && code <= last
  })

/** The part of the font that has this character, as a style sheet for a picture: a picture loads no files. */
export async function embeddedFont(character: string): Promise<string> {
  const code = character.codePointAt(0)
  if (code === undefined) return ''
  for (const [face] of fontStyleSheet('').matchAll(/@font-face\s*\{[^}]*\}/g)) {
    const [, ranges = ''] = /unicode-range:\s*([^;}]+)/.exec(face) ?? []
    const [, name = ''] = /\/simulator\/fonts\/([^)]+)\)/.exec(face) ?? []
    const file = hasCharacter(ranges, code) ? await fontFile(name) : null
    if (!file) continue
    const source = `data:font/woff2;base64,${file.toString('base64')}`
    return `@font-face{font-family:'${FONT_FAMILY}';src:url(${source})}`
  }
  return ''
}

/** One file of the font; null when there is no such file. */
export async function fontFile(name: string): Promise<Buffer | null> {
  if (!/^[\w[\]-]+\.woff2$/.test(name)) return null
  try {
    return await readFile(join(folder(), 'files', name))
  } catch {
    return null
  }
}
