import { kindOf } from '../check-values.ts'
import { invalid } from '../errors/option-invalid.ts'
import { refuseUnknown } from './known-names.ts'

/** Reads one option: `name` is its path for errors, `value` what was given, undefined where nothing was. */
export type Field<T> = (name: string, value: unknown) => T

/** The fields of an object by their names: all that it may have. */
export type Fields = Readonly<Record<string, Field<unknown>>>

/** What a set of fields reads. */
export type Read<F extends Fields> = { [Name in keyof F]: ReturnType<F[Name]> }

/** An option that must be given. */
export function required<T>(check: Field<T>): Field<T> {
  return (name, value) => {
    if (value === undefined) throw invalid(`${name}: missing`)
    return check(name, value)
  }
}

/** An option that may be left out, and what it is then. */
export function optional<T>(check: Field<T>, byDefault: () => T): Field<T> {
  return (name, value) => (value === undefined ? byDefault() : check(name, value))
}

/** An option that may be left out, without a default. */
export function absent<T>(check: Field<T>): Field<T | undefined> {
  return (name, value) => (value === undefined ? undefined : check(name, value))
}

/** Reads every field of an object. Throws `option-invalid` for a name that is none of them. */
export function readFields<F extends Fields>(fields: F, given: object, path: string): Read<F> {
  refuseUnknown(given, Object.keys(fields), path)
  const values = given as Record<string, unknown>
  const read = Object.entries(fields).map(([name, field]) => [
    name,
    field(path + name, values[name]),
  ])
  return Object.fromEntries(read) as Read<F>
}

/** An option that is an object with these fields. */
export function objectOf<F extends Fields>(fields: F): Field<Read<F>> {
  return (name, value) => readFields(fields, asObject(name, value), `${name}.`)
}

/** An object, as it is. */
export function asObject(name: string, value: unknown): object {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid(`${name}: an object is required, not ${kindOf(value)}`)
  return value
}

/** A text that is not empty. White space around it is what copying leaves behind. */
export const text: Field<string> = (name, value) => {
  if (typeof value !== 'string') throw invalid(`${name}: a text is required, not ${kindOf(value)}`)
  if (value === '') throw invalid(`${name}: empty`)
  if (value.trim() !== value) throw invalid(`${name}: has spaces or line breaks around it`)
  return value
}

/** True or false. */
export const flag: Field<boolean> = (name, value) => {
  if (typeof value !== 'boolean')
    throw invalid(`${name}: true or false is required, not ${kindOf(value)}`)
  return value
}

/** One of some texts. */
export function oneOf<const T extends string>(...choices: readonly T[]): Field<T> {
  return (name, value) => {
    const found = choices.find((one) => one === value)
    if (found === undefined) throw invalid(`${name}: one of ${choices.join(', ')} is required`)
    return found
  }
}

/** A function of this type: only that it is one can be checked. */
export function aFunction<T>(): Field<T> {
  return (name, value) => {
    if (typeof value !== 'function')
      throw invalid(`${name}: a function is required, not ${kindOf(value)}`)
    return value as T
  }
}

/** An object of the app's with these methods. */
export function withMethods<T extends object>(...methods: readonly (keyof T & string)[]): Field<T> {
  return (name, value) => {
    const isThing = (typeof value === 'object' && value !== null) || typeof value === 'function'
    const missing = methods.filter(
      (method) => !isThing || typeof (value as Record<string, unknown>)[method] !== 'function',
    )
    if (missing.length > 0)
      throw invalid(
        `${name}: an object with ${methods.join(', ')} is required; missing: ${missing.join(', ')}`,
      )
    return value as T
  }
}
