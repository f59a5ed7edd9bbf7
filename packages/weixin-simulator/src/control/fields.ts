/** One field of a control's body or of a fault's parameters. */
export type Field = {
  /** What it is, in one sentence, with its unit and default. */
  about: string
  /** The same in Chinese: for the fields of a fault, which the dashboard shows. */
  zh?: string
  required?: true
} & (
  | { type: 'string'; oneOf?: readonly string[] }
  | { type: 'integer'; min?: number; max?: number }
  | { type: 'boolean' }
  // `null` is a value of its own where it is allowed.
  | { type: 'strings'; nullable?: true }
  | { type: 'object' }
  | { type: 'objects' }
)

/** The fields of one body, by name. */
export type Fields = Readonly<Record<string, Field>>

/** The type of a field's value. */
type ValueOf<F> = F extends {
  type: 'string'
  /** The texts that are allowed. */
  oneOf: readonly (infer Text)[]
}
  ? Text
  : F extends { type: 'string' }
    ? string
    : F extends { type: 'integer' }
      ? number
      : F extends { type: 'boolean' }
        ? boolean
        : F extends { type: 'strings'; nullable: true }
          ? string[] | null
          : F extends { type: 'strings' }
            ? string[]
            : F extends { type: 'objects' }
              ? Record<string, unknown>[]
              : Record<string, unknown>

/** The fields without which there is no body. */
type RequiredNames<Fs> = {
  [Name in keyof Fs]: Fs[Name] extends { required: true } ? Name : never
}[keyof Fs]

/** The body that these fields describe. */
export type BodyOf<Fs> = { [Name in RequiredNames<Fs>]: ValueOf<Fs[Name]> } & {
  [Name in Exclude<keyof Fs, RequiredNames<Fs>>]?: ValueOf<Fs[Name]> | undefined
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isRecord = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function problemOf(field: Field, value: unknown): string | null {
  switch (field.type) {
    case 'string':
      if (!isText(value)) return 'must be a string'
      return field.oneOf && !field.oneOf.includes(value)
        ? `must be one of ${field.oneOf.join(', ')}`
        : null
    case 'integer': {
      const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER } = field
      if (!Number.isSafeInteger(value)) return 'must be a whole number'
      return Number(value) < min || Number(value) > max ? `must lie in ${min}…${max}` : null
    }
    case 'boolean':
      return typeof value === 'boolean' ? null : 'must be true or false'
    case 'strings':
      return Array.isArray(value) && value.every(isText) ? null : 'must be an array of strings'
    case 'objects':
      return Array.isArray(value) && value.every(isRecord) ? null : 'must be an array of objects'
    case 'object':
      return isRecord(value) ? null : 'must be an object'
  }
}

/** Throws a TypeError that names the field when a body does not fit; fields that nobody knows are refused by name. */
function checkFields<Fs extends Fields>(
  fields: Fs,
  body: Record<string, unknown>,
): asserts body is Record<string, unknown> & BodyOf<Fs> {
  const unknown = Object.keys(body).find((name) => !Object.hasOwn(fields, name))
  if (unknown !== undefined) {
    const known = Object.keys(fields).join(', ') || 'none'
    throw new TypeError(`There is no field ${unknown}. Known fields: ${known}.`)
  }
  for (const [name, field] of Object.entries(fields)) {
    const value = body[name]
    if (value === null && 'nullable' in field) continue
    if (value === undefined) {
      if (field.required) throw new TypeError(`${name} is needed: ${field.about}`)
      continue
    }
    const problem = problemOf(field, value)
    if (problem !== null) throw new TypeError(`${name} ${problem}`)
  }
}

/**
 * The fields of a body. `null` stands for an absent field, as libraries of other languages write it, where it is no value of
 * its own. Throws a TypeError that names the field when the body does not fit.
 */
export function readFields<Fs extends Fields>(
  fields: Fs,
  body: Record<string, unknown>,
): BodyOf<Fs> {
  const isGiven = ([name, value]: [string, unknown]): boolean => {
    const field = Object.hasOwn(fields, name) ? fields[name] : undefined
    return value !== null || (field !== undefined && 'nullable' in field)
  }
  const given = Object.fromEntries(Object.entries(body).filter(isGiven))
  checkFields(fields, given)
  return given
}

/** Reads what the command line gave as text. Throws a TypeError for a text that is no JSON where JSON is needed. */
export function fromText(field: Field, text: string): unknown {
  if (field.type === 'string') return text
  if (field.type === 'strings') {
    if (text === 'null' && field.nullable) return null
    return text === '' ? [] : text.split(',')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new TypeError(`${text} is no ${field.type}`)
  }
}
