import { kindOf } from './check-values.ts'

/** What form a field must have: a list is written as one that holds the shape of its items. Other fields may have any. */
export type Shape =
  | 'a text'
  | 'a number'
  | 'true or false'
  | readonly [Shape]
  | { readonly [field: string]: Shape }

const TYPES: Record<string, string> = {
  'a text': 'string',
  'a number': 'number',
  'true or false': 'boolean',
}

/**
 * What is wrong with the first value that has another form than its shape: its path, the form that it must have, and the
 * one that it has. Undefined where there is none. A field that is undefined or null is left out.
 */
export function misshapen(value: unknown, shape: Shape, path: string): string | undefined {
  const wrong = (required: string): string => `${path}: ${required}, not ${kindOf(value)}`
  if (typeof shape === 'string') return typeof value === TYPES[shape] ? undefined : wrong(shape)
  if (isList(shape)) {
    if (!Array.isArray(value)) return wrong('a list')
    return first(value.map((one: unknown, i) => misshapen(one, shape[0], `${path}[${i}]`)))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('an object')
  const fields = value as Record<string, unknown>
  const given = Object.keys(shape).filter((name) => (fields[name] ?? undefined) !== undefined)
  return first(given.map((name) => misshapen(fields[name], shape[name]!, `${path}.${name}`)))
}

const isList = (shape: Exclude<Shape, string>): shape is readonly [Shape] => Array.isArray(shape)

const first = (faults: (string | undefined)[]): string | undefined =>
  faults.find((one) => one !== undefined)
