/** Does something `count` times and says how much CPU time it took, in microseconds. */
export type Side = (count: number) => Promise<number>

export interface Comparison {
  name: string
  /** Work of ours in the time of the limit's: 1 is as fast as the limit. */
  ratio: number
  /** The middle half of all rounds. */
  low: number
  high: number
  /** Microseconds of CPU time for one. */
  ours: number
  limit: number
  /** Null: for orientation, what the same costs without koa-weixin. */
  aim: number | null
}

export interface CompareOptions {
  name: string
  ours: Side
  limit: Side
  aim: number | null
  /** How often in a round. */
  count: number
  rounds?: number
}

/** Microseconds of CPU time for one round of each side. */
export interface Round {
  ours: number
  limit: number
}

const WARM_UP_ROUNDS = 4

/** Measures both sides, and sums the rounds up. */
export async function compare(options: CompareOptions): Promise<Comparison> {
  return summarize(options, await measure(options))
}

/**
 * Both sides in turn, round after round, so that what else the machine does meets both alike. CPU
 * time instead of the clock: it does not run while another process has the core.
 */
export async function measure({
  ours,
  limit,
  count,
  rounds = 15,
}: Omit<CompareOptions, 'name' | 'aim'>): Promise<Round[]> {
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) {
    await limit(count)
    await ours(count)
  }
  const measured: Round[] = []
  for (let round = 0; round < rounds; round += 1) {
    const isOursFirst = round % 2 === 0
    const first = await (isOursFirst ? ours : limit)(count)
    const second = await (isOursFirst ? limit : ours)(count)
    measured.push(isOursFirst ? { ours: first, limit: second } : { ours: second, limit: first })
  }
  return measured
}

/** The medians of many rounds. */
export function summarize(
  { name, aim, count }: Pick<CompareOptions, 'name' | 'aim' | 'count'>,
  rounds: readonly Round[],
): Comparison {
  const ratios = rounds.map((round) => round.limit / round.ours)
  const medianOf = (side: keyof Round): number =>
    quantile(
      rounds.map((round) => round[side]),
      0.5,
    ) / count
  return {
    name,
    aim,
    ratio: quantile(ratios, 0.5),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    ours: medianOf('ours'),
    limit: medianOf('limit'),
  }
}

/** A side that runs in this process. */
export function here(work: (count: number) => unknown): Side {
  return async (count) => {
    const before = process.cpuUsage()
    await work(count)
    const { user, system } = process.cpuUsage(before)
    return user + system
  }
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN
}
