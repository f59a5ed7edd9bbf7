import type { LogEntry } from '../../types.ts'
import type { BodyOf, Fields } from '../fields.ts'
import type { SimulatorControls } from '../types.ts'

/** What a control works on. */
export type ControlTarget = Omit<SimulatorControls, 'close'> & {
  /** The log's entries with an id above this one. */
  entries: (after: number) => LogEntry[]
}

/**
 * One control: a method and a path below /simulator, its fields, and what it does. GET reads, PUT replaces a value that there
 * is, POST makes something new or makes something happen.
 */
export interface Control<Fs extends Fields = Fields, Result = unknown> {
  method: 'GET' | 'POST' | 'PUT'
  /** Below /simulator; a part in braces is a field too. */
  path: `/${string}`
  /** What it does, in one sentence. */
  about: string
  /** The fields of the JSON body, or of the query of a GET. */
  fields: Fs
  // A method, so that a list of all controls has one type: `readFields` stands before each call.
  run(target: ControlTarget, body: BodyOf<Fs>): Result
}

/** Keeps the types of one control's fields and result. */
export const control = <const Fs extends Fields, Result>(
  one: Control<Fs, Result>,
): Control<Fs, Result> => one

/** A text that may be left out. */
export const text = (about: string) => ({ type: 'string', about }) as const
/** A text that is needed. */
export const needed = (about: string) => ({ type: 'string', about, required: true }) as const
