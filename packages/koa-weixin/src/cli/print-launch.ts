import type { LaunchRow } from '../doctor/launch.ts'
import type { Language } from './arguments.ts'
import type { Paint } from './paint.ts'

const HEADINGS: Record<Language, string> = {
  en: "WeChat Pay's integration check-list",
  zh: '微信支付接入验收清单',
}

const STATUS: Record<Language, Record<LaunchRow['status'], string>> = {
  en: { shown: 'shown', 'by-hand': 'by hand', missing: 'missing' },
  zh: { shown: '已满足', 'by-hand': '待人工验证', missing: '缺失' },
}

/** The check-list row by row: the requirement, whether it is met, and what shows it. */
export function printedLaunch(
  rows: readonly LaunchRow[],
  { language, paint }: { language: Language; paint: Paint },
): string {
  const marks = { shown: paint.green('✓'), 'by-hand': paint.yellow('□'), missing: paint.red('✗') }
  const lines = rows.map(
    ({ status, requirement, evidence }) =>
      `${marks[status]} ${requirement[language]}  ${paint.dim(STATUS[language][status])}\n    ${evidence[language]}\n`,
  )
  return `\n${paint.bold(HEADINGS[language])}\n\n${lines.join('')}`
}
