/** Lets a bounded number of works run at once; the others wait in the order in which they came. */
export interface Slots {
  run<T>(work: () => Promise<T>): Promise<T>
}

/** At most `count` works at once. */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = []
  let free = count
  return {
    async run(work) {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        // The slot passes on to the next one, if any.
        const next = waiting.shift()
        if (next) next()
        else free += 1
      }
    },
  }
}
