/** Records of one kind, in the order in which they were added, found by their key. */
export interface Records<T> {
  /** All records, oldest first. Not to be changed. */
  all(): readonly T[]
  get(key: string): T | undefined
  /** Adds a record; it is saved with the next save. */
  add(record: T): void
  /** Has to be called after a record was changed: it is indexed and saved anew. */
  changed(record: T): void
  /** The records that were added or changed since the last call. */
  takeUnsaved(): T[]
}

/** Keeps the records of one kind; `index` is called for each record that is loaded, added or changed. */
export function createRecords<T>(options: {
  keyOf: (record: T) => string
  saved: readonly T[]
  index?: (record: T) => void
}): Records<T> {
  const { keyOf, saved, index = () => {} } = options
  const all: T[] = []
  const byKey = new Map<string, T>()
  const unsaved = new Set<T>()
  function add(record: T): void {
    all.push(record)
    byKey.set(keyOf(record), record)
    index(record)
  }
  for (const record of saved) add(record)
  return {
    all: () => all,
    get: (key) => byKey.get(key),
    add(record) {
      add(record)
      unsaved.add(record)
    },
    changed(record) {
      index(record)
      unsaved.add(record)
    },
    takeUnsaved() {
      const taken = [...unsaved]
      unsaved.clear()
      return taken
    },
  }
}
