import type { PayStatus } from '../../../src/pay/pay-state.ts'
import { configAndServer } from './config-and-server.ts'
import { eachEnvironment } from './each-environment.ts'
import { type EnvironmentName, environments } from './environments.ts'
import { inWeixin } from './in-weixin.ts'
import { pageLives } from './page-lives.ts'
import type { Row } from './row.ts'

const groups: Record<string, readonly Row[]> = {
  ends: eachEnvironment,
  weixin: inWeixin,
  server: configAndServer,
  page: pageLives,
}

/** All rows. */
export const ROWS: readonly Row[] = Object.values(groups).flat()

const STATUSES: readonly PayStatus[] = [
  'idle',
  'ordering',
  'paying',
  'confirming',
  'paid',
  'unconfirmed',
  'cancelled',
  'failed',
]

/** Where a status cannot be reached, and why. */
export const unreachable: readonly [
  status: PayStatus,
  environment: EnvironmentName,
  why: string,
][] = [
  ['cancelled', 'phone browser', "WeChat's H5 page does not say that it was left"],
  ['cancelled', 'desktop browser', 'nobody can close a QR code'],
  ['cancelled', 'mini program', 'the page of the mini program returns nothing'],
]

const names = Object.keys(environments) as EnvironmentName[]

/** The number of tests in which a page in this environment reaches a status. */
export const timesReached = (status: PayStatus, environment: EnvironmentName): number =>
  ROWS.filter((row) => row.in.includes(environment) && row.seen.trail.split(' ').includes(status))
    .length

export { names as ENVIRONMENTS, STATUSES }

/** A document with the tables between its markers. */
export function withTables(document: string): string {
  const tables: Record<string, string> = { statuses: statusTable() }
  for (const [name, rows] of Object.entries(groups)) tables[name] = rowTable(rows)
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- rows: ${name} -->`, `<!-- end: ${name} -->`]
    const [before, rest] = cut(text, begin)
    const [, after] = cut(rest, end)
    return `${before}${begin}\n\n${table}\n\n${end}${after}`
  }, document)
}

function cut(text: string, marker: string): [string, string] {
  const [before, after, more] = text.split(marker)
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error(`not once in the document: ${marker}`)
  return [before, after]
}

const whys = [...new Set(unreachable.map(([, , why]) => why))]

function statusTable(): string {
  const cell = (status: PayStatus, environment: EnvironmentName): string => {
    const why = unreachable.find(([s, e]) => s === status && e === environment)?.[2]
    return why === undefined
      ? String(timesReached(status, environment))
      : `– (${whys.indexOf(why) + 1})`
  }
  const rows = names.map((name) => [name, ...STATUSES.map((status) => cell(status, name))])
  const notes = whys.map((why, index) => `${index + 1}. ${why[0]?.toUpperCase()}${why.slice(1)}.`)
  return `${table(['environment', ...STATUSES.map((status) => `\`${status}\``)], rows)}\n\n${notes.join('\n')}`
}

function rowTable(rows: readonly Row[]): string {
  const cells = rows.map(({ in: places, what, seen: { trail, second, error, sheets = 0 } }) => [
    placesInWords(places),
    what.replaceAll('|', '\\|'),
    [trail, ...(second === undefined ? [] : [second])]
      .map((statuses) =>
        statuses.replaceAll(' | ', ' ↻ ').replaceAll(' ', ' → ').replaceAll('→ ↻ →', '↻'),
      )
      .join('; second app: '),
    error === undefined ? '' : `\`${error}\``,
    String(sheets),
  ])
  return table(['where', 'what happened', 'statuses', '`error.code`', 'sheets'], cells)
}

/** Those with a payment sheet have one name together. */
function placesInWords(places: readonly EnvironmentName[]): string {
  const isSheet = (name: EnvironmentName): boolean => environments[name].paysBy === 'sheet'
  const isAll = names.filter(isSheet).every((name) => places.includes(name))
  if (!isAll) return places.join('; ')
  return ['WeChat and WeCom', ...places.filter((name) => !isSheet(name))].join('; ')
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  return [head, widths.map((width) => '-'.repeat(width)), ...rows].map(line).join('\n')
}
