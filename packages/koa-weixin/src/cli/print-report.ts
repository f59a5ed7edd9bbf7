import type { CheckReport, DoctorReport, Status } from '../doctor/report.ts'
import type { Language } from './arguments.ts'
import type { Paint } from './paint.ts'

const WORDS: Record<Language, Record<Status | 'remedy' | 'console', string>> = {
  en: {
    ok: 'ok',
    warning: 'warning',
    failed: 'failed',
    skipped: 'skipped',
    remedy: 'Do',
    console: 'Console',
  },
  zh: {
    ok: '正常',
    warning: '警告',
    failed: '失败',
    skipped: '跳过',
    remedy: '处理',
    console: '后台',
  },
}

function mark(status: Status, paint: Paint): string {
  switch (status) {
    case 'ok':
      return paint.green('✓')
    case 'warning':
      return paint.yellow('!')
    case 'failed':
      return paint.red('✗')
    case 'skipped':
      return paint.dim('·')
  }
}

const ID_WIDTH = 15

/** One check: a line, and below a trouble what to do. */
export function printedCheck(
  { id, status, code, title, text, remedy, console: path }: CheckReport,
  { language, paint }: { language: Language; paint: Paint },
): string {
  const words = WORDS[language]
  const head = `${mark(status, paint)} ${id.padEnd(ID_WIDTH)} ${title[language]}`
  const isQuiet = status === 'ok' || status === 'skipped'
  const lines = [
    isQuiet ? `${head}  ${paint.dim(text[language])}` : `${head}  ${paint.bold(code ?? '')}`,
    ...(isQuiet ? [] : [`    ${text[language]}`]),
    ...(remedy ? [`    ${words.remedy}: ${remedy[language]}`] : []),
    ...(path === null ? [] : [`    ${words.console}: ${path}`]),
  ]
  return `${lines.join('\n')}\n`
}

/** The last line: how many checks ended how. */
export function printedSummary(
  { checks }: DoctorReport,
  { language, paint }: { language: Language; paint: Paint },
): string {
  const words = WORDS[language]
  const parts = (['ok', 'failed', 'warning', 'skipped'] as const)
    .map((status) => ({ status, count: checks.filter((one) => one.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${words[status]}`)
  return `\n${paint.bold(parts.join(', '))}\n`
}
