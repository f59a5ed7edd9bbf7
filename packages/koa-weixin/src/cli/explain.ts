import type { ErrorTables, ExplainedCode } from '../errors/error-tables.ts'
import { UsageError, type Arguments } from './arguments.ts'

/** An explained code, and where it comes from: `koa-weixin`, `v3`, `jssdk` and so on. */
interface Explanation extends ExplainedCode {
  code: string
  source: string
}

/** `koa-weixin explain CODE`: gives the exit code, 1 where the code is in no table. */
export function explain(
  { operands, language, isJson }: Pick<Arguments, 'operands' | 'language' | 'isJson'>,
  { stdout, tables }: { stdout: { write(text: string): unknown }; tables: ErrorTables },
): number {
  const code = operands.join(' ').trim()
  if (code === '') throw new UsageError('koa-weixin explain CODE, such as not-recorded or 40164')
  const found = findCode(tables, code)
  if (isJson) stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  else if (found.length === 0) stdout.write(`${UNKNOWN[language]}: ${code}\n`)
  else stdout.write(found.map((one) => printed(one, language)).join('\n'))
  return found.length > 0 ? 0 : 1
}

const UNKNOWN = { en: 'No table has this code', zh: '没有收录该错误码' }
const ACTORS = {
  en: {
    code: 'the developer',
    console: "who manages WeChat's consoles",
    user: 'the user',
    weixin: 'WeChat: try again later',
  },
  zh: { code: '开发者', console: '后台管理员', user: '用户', weixin: '微信，稍后重试即可' },
} as const
const WORDS = {
  en: { actor: 'Who acts', remedy: 'Do', page: 'Page' },
  zh: { actor: '由谁处理', remedy: '处理', page: '页面' },
} as const

function printed(
  { code, source, meaning, actor, remedy, page }: Explanation,
  language: Arguments['language'],
): string {
  const words = WORDS[language]
  return [
    `${code} (${source})`,
    `  ${meaning[language]}`,
    `  ${words.remedy}: ${remedy[language]}`,
    `  ${words.actor}: ${ACTORS[language][actor]}`,
    `  ${words.page}: ${page[language]}`,
    '',
  ].join('\n')
}

/** Every row of this code: WeChat uses some in several of its APIs. */
function findCode(tables: ErrorTables, code: string): Explanation[] {
  const { weixin, ...ours } = tables
  return Object.entries({ ...ours, ...weixin }).flatMap(([source, rows]) =>
    Object.entries(rows)
      .filter(([name]) => isSame(name, code))
      .map(([name, row]) => {
        const { meaning, actor, remedy, page } = row as ExplainedCode
        return { code: name, source, meaning, actor, remedy, page }
      }),
  )
}

/** WeChat writes ORDER_NOT_EXIST and ORDERNOTEXIST; in messages of the JS-SDK `*` stands for the name of a method. */
function isSame(name: string, code: string): boolean {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[ _]/g, '')
  if (plain(name) === plain(code)) return true
  if (!name.includes('*')) return false
  const [before = '', after = ''] = plain(name).split('*')
  const given = plain(code)
  return (
    given.startsWith(before) && given.endsWith(after) && given.length > before.length + after.length
  )
}
