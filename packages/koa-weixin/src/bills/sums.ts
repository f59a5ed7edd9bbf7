import { WeixinError } from '../errors/weixin-error.ts'

/** The numbers of a summary, of which each row holds a part. */
export type Share<Summary> = Readonly<Record<Exclude<keyof Summary, 'columns'>, number>>

export interface Sums<Summary> {
  add(share: Share<Summary>): void
  /** Throws `bill-sums-wrong`, naming the fields, where the shares are not what the summary says. */
  require(summary: Summary): void
}

export function createSums<Summary>(): Sums<Summary> {
  const sums = new Map<string, number>()
  return {
    add(share) {
      for (const [field, part] of Object.entries<number>(share))
        sums.set(field, (sums.get(field) ?? 0) + part)
    },
    require(summary) {
      const wrong = Object.entries(summary as object)
        .filter(([field, said]) => field !== 'columns' && (sums.get(field) ?? 0) !== said)
        .map(([field]) => field)
      if (wrong.length > 0) throw new WeixinError('bill-sums-wrong', { detail: wrong.join(', ') })
    },
  }
}
