import { asWeixinError, type WeixinError } from '../errors/weixin-error.ts'
import type { EventChannel } from './channels.ts'
import type { WeixinEvent } from './events.ts'

/** The fields that every event has beside the account. */
export type Timing = Omit<WeixinEvent, 'appId'>

/** How a step ended: what it resolved with, or undefined where it threw. */
export type Describe<A extends readonly unknown[], T, E> = (
  args: A,
  result: T | undefined,
) => Omit<E, keyof Timing>

/**
 * The same function; while somebody listens to the channel, each call publishes how it ended. `refusal` gives the error
 * that a result carries, for a function that does not throw it.
 */
export function observed<A extends readonly unknown[], T, E extends WeixinEvent>(
  channel: EventChannel<E>,
  work: (...args: A) => Promise<T>,
  describe: Describe<A, T, E>,
  refusal: (result: T) => WeixinError | undefined = () => undefined,
): (...args: A) => Promise<T> {
  async function observe(args: A): Promise<T> {
    const elapsed = startTiming()
    try {
      const result = await work(...args)
      channel.publish({ ...describe(args, result), ...elapsed(refusal(result)) } as E)
      return result
    } catch (thrown) {
      channel.publish({ ...describe(args, undefined), ...elapsed(asWeixinError(thrown)) } as E)
      throw thrown
    }
  }
  return (...args) => (channel.hasSubscribers ? observe(args) : work(...args))
}

/** Starts a watch; the returned function reads it. */
export function startTiming(): (error?: WeixinError) => Timing {
  const startedAt = Date.now()
  const from = performance.now()
  return (error) => ({
    startedAt,
    milliseconds: performance.now() - from,
    code: error?.code ?? null,
    weixinCode: error?.response?.code || null,
  })
}
