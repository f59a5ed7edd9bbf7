import type { SimulatorControls } from '../types.ts'
import type { BodyOf, Fields } from '../fields.ts'

/** What a fault may use. */
export type FaultTarget = Omit<SimulatorControls, 'close' | 'url' | 'secureUrl' | 'credentials'>

/** Who misbehaves: notifications, WeChat Pay, the platform of the Official Account, or the user and the phone. */
export type FaultGroup = 'notification' | 'pay' | 'account' | 'user'

/** One thing that goes wrong on demand: by button, by HTTP, on the command line and from code. */
export interface Fault<Fs extends Fields = Fields> {
  /** Who misbehaves; null: nobody. The dashboard has one row of buttons for each. */
  group: FaultGroup | null
  /** What its button says. */
  label: { en: string; zh: string }
  /** What happens, in English. */
  en: string
  /** What happens, in Chinese. */
  zh: string
  fields: Fs
  // A method, so that a list of all faults has one type: `readFields` stands before each call.
  run(simulator: FaultTarget, body: BodyOf<Fs>): unknown
}

/** Keeps the types of one fault's fields. */
export const fault = <const Fs extends Fields>(one: Fault<Fs>): Fault<Fs> => one
