import { isObject } from '../http/body.ts'

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  const names = Object.keys(value).toSorted()
  return Object.fromEntries(names.map((name) => [name, sorted(value[name])]))
}

/** The same text for two JSON values that differ only in the order of their keys. */
export const canonical = (value: unknown): string => JSON.stringify(sorted(value))
