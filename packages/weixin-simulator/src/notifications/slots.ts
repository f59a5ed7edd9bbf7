/** Lets a bounded number of works with the same key run at once; the others wait in the order in which they came. */
export interface Slots {
  run<T>(key: string, work: () => Promise<T>): Promise<T>
}

/** The works with one key. */
interface Lane {
  running: number
  waiting: (() => void)[]
}

/** At most `count` works at once with each key. */
export function createSlots(count: number): Slots {
  const lanes = new Map<string, Lane>()

  async function enter(key: string): Promise<Lane> {
    const lane = lanes.get(key) ?? { running: 0, waiting: [] }
    lanes.set(key, lane)
    if (lane.running < count) lane.running += 1
    else await new Promise<void>((resolve) => lane.waiting.push(resolve))
    return lane
  }

  function leave(key: string, lane: Lane): void {
    // The slot passes on to the next one, if any.
    const next = lane.waiting.shift()
    if (next) {
      next()
      return
    }
    lane.running -= 1
    if (lane.running === 0) lanes.delete(key)
  }

  return {
    async run(key, work) {
      const lane = await enter(key)
      try {
        return await work()
      } finally {
        leave(key, lane)
      }
    },
  }
}
