import { readFields } from './fields.ts'
import {
  FAULTS,
  type Fault,
  type FaultBody,
  type FaultName,
  type FaultTarget,
} from './fault-table.ts'

/** Makes something go wrong, by its name in the table of faults. */
export type Trigger = <Name extends FaultName>(
  name: Name,
  ...body: Record<string, never> extends FaultBody<Name>
    ? [body?: FaultBody<Name>]
    : [body: FaultBody<Name>]
) => Promise<unknown>

/** True for the name of a fault. */
export const isFaultName = (name: string): name is FaultName => Object.hasOwn(FAULTS, name)

/** Runs a fault whose name and parameters come from outside; throws a TypeError for what does not fit. */
export async function triggerFault(
  target: FaultTarget,
  name: string,
  body: Record<string, unknown>,
): Promise<unknown> {
  if (!isFaultName(name))
    throw new TypeError(`There is no fault ${name}. Faults: ${Object.keys(FAULTS).join(', ')}.`)
  const fault: Fault = FAULTS[name]
  return (await fault.run(target, readFields(fault.fields, body))) ?? null
}

/** The same, typed. */
export const createTrigger =
  (target: FaultTarget): Trigger =>
  (name, ...[body]) =>
    triggerFault(target, name, { ...body })
