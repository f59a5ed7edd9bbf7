import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The pieces that a reader copies first, by the file name in their first line. */
export interface Blocks {
  'server.ts': string
  'App.vue': string
  'main.ts': string
}

/** The line that the README gives for `main.ts`, with the imports that it names. */
const main = (line: string): string => `import { createApp } from 'vue'
import { createWeixin } from 'vue-weixin'
import App from './App.vue'

${line}
`

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
  const [, line] = /`main\.ts`.*?`(createApp[^`]+)`/.exec(text) ?? []
  if (line === undefined) throw new Error(`${readme} has no line for main.ts`)
  return { 'server.ts': find('server.ts'), 'App.vue': find('App.vue'), 'main.ts': main(line) }
}
