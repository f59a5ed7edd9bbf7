import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The pieces that a reader copies first, by the file name in their first line. */
export interface Blocks {
  'server.ts': string
  'App.vue': string
  'main.ts': string
}

const name = /^(?:\/\/|<!--) (\S+\.(?:ts|vue))\b/

/** The first code block of each name. Throws when one is missing. */
export function readBlocks(readme: 'README.md' | 'README.zh-CN.md'): Blocks {
  const text = readFileSync(fileURLToPath(new URL(`../../${readme}`, import.meta.url)), 'utf8')
  const codes = [...text.matchAll(/^```(?:ts|vue)\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const find = (file: keyof Blocks): string => {
    const code = codes.find((one) => name.exec(one)?.[1] === file)
    if (code === undefined) throw new Error(`${readme} has no code block that begins with ${file}`)
    return code
  }
  return { 'server.ts': find('server.ts'), 'App.vue': find('App.vue'), 'main.ts': find('main.ts') }
}
