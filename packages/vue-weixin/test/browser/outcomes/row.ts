import type { EnvironmentName } from './environments.ts'
import type { Fixture, OpenOptions, Seen } from './fixture.ts'

/**
 * A row of `docs/client-outcomes.md`, and the test of it: in one or more environments something happens to a payment,
 * and each of them ends in the same way.
 */
export interface Row {
  in: readonly EnvironmentName[]
  what: string
  open?: OpenOptions
  happens: (it: Fixture) => Promise<void>
  seen: Seen
}
