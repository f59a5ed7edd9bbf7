/** A copy, as JSON carries it, without the fields that are null: a database gives null for what is left out. */
export function withoutNull<T extends object>(fields: T): T {
  return JSON.parse(JSON.stringify(fields, (_, value: unknown) => value ?? undefined)) as T
}
