import type { LogEntry, SimulatedOrder } from '../api.ts'
import { describedOnce, type Description } from './describe.ts'
import type { Stage } from './stages.ts'

/** Heights are fixed, in px, so that the position of each row is known without drawing it. */
export const GROUP_HEIGHT = 30
export const ROW_HEIGHT = 44
/** On a narrow screen a row has two lines for its sentence and one for time and outcome. */
export const NARROW_ROW_HEIGHT = 76

export interface GroupItem {
  kind: 'group'
  key: string
  stage: Stage
  /** Its place among the groups that are shown, from 1. */
  index: number
  count: number
  refused: number
}

export interface CallItem {
  kind: 'call'
  key: string
  entry: LogEntry
  description: Description
}

export type Item = GroupItem | CallItem

export interface Filter {
  /** out_trade_no; '' shows all orders. */
  order: string
  outcome: 'all' | 'refused'
  /** Words that the call, the sentence or the order number contains. */
  text: string
}

function isWanted({ entry, description }: CallItem, filter: Filter): boolean {
  if (filter.order !== '' && description.order !== filter.order) return false
  if (filter.outcome === 'refused' && description.outcome.kind !== 'bad') return false
  if (filter.text === '') return true
  const { sentence, order } = description
  const searched = `${entry.call} ${sentence.en} ${sentence.zh} ${order}`.toLowerCase()
  return searched.includes(filter.text.toLowerCase())
}

/** The calls that the filter lets through, with a group before each run of calls of one stage. */
export function listItems(
  entries: readonly LogEntry[],
  orders: readonly SimulatedOrder[],
  { filter, collapsed }: { filter: Filter; collapsed: ReadonlySet<string> },
): Item[] {
  const items: Item[] = []
  let group: GroupItem | undefined
  let groups = 0
  for (const entry of entries) {
    const call: CallItem = {
      kind: 'call',
      key: String(entry.id),
      entry,
      description: describedOnce(entry, orders),
    }
    if (!isWanted(call, filter)) continue
    const { stage, outcome } = call.description
    if (group?.stage !== stage) {
      groups += 1
      group = {
        kind: 'group',
        key: `group-${entry.id}`,
        stage,
        index: groups,
        count: 0,
        refused: 0,
      }
      items.push(group)
    }
    group.count += 1
    if (outcome.kind === 'bad') group.refused += 1
    if (!collapsed.has(group.key)) items.push(call)
  }
  return items
}

export interface Window {
  /** First and last index to draw; last is exclusive. */
  first: number
  last: number
  /** Height of what is left out above and below, in px. */
  above: number
  below: number
}

/** Which items a scrolled view shows. `heightOf` gives px, an open call's detail included. */
export function visibleWindow(
  items: readonly Item[],
  view: { top: number; height: number },
  heightOf: (item: Item) => number,
): Window {
  const margin = 300
  let position = 0
  let first = items.length
  let last = items.length
  let above = 0
  let end = 0
  for (const [index, item] of items.entries()) {
    const next = position + heightOf(item)
    if (first === items.length && next > view.top - margin) {
      first = index
      above = position
    }
    if (position < view.top + view.height + margin) {
      last = index + 1
      end = next
    }
    position = next
  }
  if (first === items.length) return { first: 0, last: 0, above: position, below: 0 }
  return { first, last: Math.max(first, last), above, below: position - end }
}
