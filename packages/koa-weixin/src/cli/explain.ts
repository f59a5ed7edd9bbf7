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
  if (code === '')
    throw new UsageError(
      'koa-weixin explain CODE, such as not-recorded or 40164',
      'koa-weixin explain 错误码，例如 not-recorded 或 40164',
    )
  const found = findCode(tables, code)
  if (isJson) stdout.write(`${JSON.stringify(found, null, 2)}\n`)
  else if (found.length === 0) stdout.write(`${UNKNOWN[language]}: ${code}\n`)
  else stdout.write(found.map((one) => printed(one, language)).join('\n'))
  return found.length > 0 ? 0 : 1
}

const UNKNOWN = {
  en: 'No table has this code (all of them: docs/weixin-codes, docs/errors)',
  zh: '没有收录该错误码（全部错误码见 docs/zh/weixin-codes、docs/zh/errors）',
}
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

/**
 * Every row of this code: WeChat uses some in several of its APIs. A longer text, such as a line of a log or what a user
 * sees, is looked through for codes and messages, and at last compared with the meanings.
 */
function findCode(tables: ErrorTables, text: string): Explanation[] {
  const { weixin, ...ours } = tables
  const rows = Object.entries({ ...ours, ...weixin }).flatMap(([source, table]) =>
    Object.entries<ExplainedCode>(table).map(([code, row]) => {
      const { meaning, actor, remedy, page } = row
      return { code, source, meaning, actor, remedy, page }
    }),
  )
  const exact = rows.filter(({ code }) => isSame(code, text))
  if (exact.length > 0) return exact
  const within = rows.filter(({ code }) => standsIn(code, text))
  // A message may hold a shorter one: config:fail,… holds config:fail.
  const isPart = (code: string, other: string): boolean =>
    plain(other).length > plain(code).length && standsIn(code, other)
  const longest = within.filter(({ code }) => !within.some((other) => isPart(code, other.code)))
  if (longest.length > 0) return longest
  return rows.filter(({ code, meaning }) => isAbout(text, { code, meaning: meaning.zh }))
}

/** Whether a text is a part of a message or of its meaning, or holds the first words of the meaning. */
function isAbout(text: string, { code, meaning }: { code: string; meaning: string }): boolean {
  const sought = plain(text)
  // A Chinese word is shorter than a phrase in letters.
  if (sought.length < (/\p{sc=Han}/u.test(sought) ? 4 : 12)) return false
  const [clause = ''] = plain(meaning).split(/[:,.;。]/)
  return (
    plain(code).includes(sought) ||
    plain(meaning).includes(sought) ||
    (clause.length > 3 && sought.includes(clause))
  )
}

/** Without what people copy in one way or another. */
const plain = (text: string): string =>
  text.toLowerCase().normalize('NFKC').replaceAll(/[\s_]/g, '')

/** WeChat writes ORDER_NOT_EXIST and ORDERNOTEXIST; in messages of the JS-SDK `*` stands for the name of a method. */
function isSame(name: string, code: string): boolean {
  if (plain(name) === plain(code)) return true
  if (!name.includes('*')) return false
  const [before = '', after = ''] = plain(name).split('*')
  const given = plain(code)
  return (
    given.startsWith(before) && given.endsWith(after) && given.length > before.length + after.length
  )
}

/** Whether a text holds a code as a word of its own, or a message. A word of everyday language is no sign of a code. */
function standsIn(name: string, text: string): boolean {
  if (/^-?\d+$/.test(name)) return name.length > 3 && text.split(/[^\d]+/).includes(name)
  if (/^[A-Z][A-Z_]+$|^[a-z]+(-[a-z0-9]+)+$/.test(name))
    return text.split(/[^\w-]+/).some((word) => word.length > 5 && plain(word) === plain(name))
  const message = plain(name.replace(/^\*:(?=.{7})/, ''))
  return !message.includes('*') && message.length > 5 && plain(text).includes(message)
}
