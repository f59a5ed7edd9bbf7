import type { Text } from '../errors/catalogue/entry.ts'
import type { DoctorContext } from './context.ts'
import { launchTable } from './launch-table.ts'
import type { CheckReport, DoctorReport } from './report.ts'

/** One row of the check-list. */
export interface LaunchRow {
  id: string
  /** What WeChat Pay requires. */
  requirement: Text
  /**
   * `shown`: the configuration, or a check that was run, shows it. `by-hand`: a person has to do it, and the evidence says
   * how. `missing`: the configuration shows that it is not so.
   */
  status: 'shown' | 'by-hand' | 'missing'
  /** What shows it, or how it is shown. */
  evidence: Text
}

/** What a row looks at. */
export interface LaunchFacts {
  context: DoctorContext
  /** The report of a check. */
  check: (id: string) => CheckReport | undefined
}

/**
 * The check-list of WeChat Pay (接入前自查 and the notes on notifications, queries, refunds and bills of its guides), for
 * an app that takes money.
 */
export function launchRows(context: DoctorContext, { checks }: DoctorReport): LaunchRow[] {
  if (!context.settings.merchant) return []
  const facts: LaunchFacts = { context, check: (id) => checks.find((one) => one.id === id) }
  return launchTable.map(({ id, requirement, look }) => ({ id, requirement, ...look(facts) }))
}
