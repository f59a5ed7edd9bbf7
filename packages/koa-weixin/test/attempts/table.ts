import { repeatedRequests } from './repeated-requests.ts'
import { changedRequests } from './changed-requests.ts'
import { paidMeanwhile } from './paid-meanwhile.ts'
import type { Row } from './row.ts'
import type { Api } from './fixture.ts'

export const ROWS: readonly Row[] = [...repeatedRequests, ...changedRequests, ...paidMeanwhile]

const HEAD = [
  'what happened',
  'what WeChat Pay sees',
  'the same with the cache emptied before each step',
  'open at most',
  'open at last',
  'payments',
]

/** A document with the tables of the rows between its markers. */
export function withTables(document: string): string {
  const apis: Api[] = ['v3', 'v2']
  return apis.reduce((text, api) => {
    const [begin, end] = [`<!-- rows: ${api} -->`, `<!-- end: ${api} -->`]
    const [before, rest] = cut(text, begin)
    const [, after] = cut(rest, end)
    return `${before}${begin}\n\n${table(api)}\n\n${end}${after}`
  }, document)
}

function cut(text: string, marker: string): [string, string] {
  const [before, after, more] = text.split(marker)
  if (before === undefined || after === undefined || more !== undefined)
    throw new Error(`not once in the document: ${marker}`)
  return [before, after]
}

function table(api: Api): string {
  const cells = ROWS.flatMap(({ what, seen }) => {
    const { calls, emptied, open, money } = seen[api] ?? {}
    if (calls === undefined || !open || money === undefined) return []
    return [[what, shortened(calls), shortened(emptied ?? '='), ...open.map(String), money]]
  })
  const widths = HEAD.map((head, column) =>
    Math.max(...[HEAD, ...cells].map((row) => row[column]?.length ?? 0), head.length),
  )
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const rule = widths.map((width) => '-'.repeat(width))
  return [HEAD, rule, ...cells].map(line).join('\n')
}

/** Only the row that uses up all attempts is longer than that. */
function shortened(calls: string): string {
  const all = calls.split(', ')
  return all.length <= 40 ? calls : [...all.slice(0, 9), '…', ...all.slice(-9)].join(', ')
}
