import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The pieces that a reader copies first, by the file name in their first line. */
export interface Blocks {
  'server.js': string
  'App.vue': string
  'main.js': string
}

/** The line that the README gives for `main.js`, with the imports that it names. */
const main = (line: string): string => `import { createApp } from 'vue'
import { createWeixin } from 'vue-weixin'
import App from './App.vue'

${line}
`

const name = /^(?:\/\/|<!--) (\S+\.(?:js|vue))\b/

/** The first code block of each name. Throws when one is missing. */
export function readBlocks(readme: 'README.md' | 'README.zh-CN.md'): Blocks {
  const text = readFileSync(fileURLToPath(new URL(`../../${readme}`, import.meta.url)), 'utf8')
  const codes = [...text.matchAll(/^```(?:js|vue)\n(.*?)^```$/gms)].map(([, code = '']) => code)
  const find = (file: keyof Blocks): string => {
    const code = codes.find((one) => name.exec(one)?.[1] === file)
    if (code === undefined) throw new Error(`${readme} has no code block that begins with ${file}`)
    return code
  }
  const [, line] = /In main\.js.*?(createApp\S+)/s.exec(text) ?? []
  if (line === undefined) throw new Error(`${readme} has no line for main.js`)
  return { 'server.js': find('server.js'), 'App.vue': find('App.vue'), 'main.js': main(line) }
}
