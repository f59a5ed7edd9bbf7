/**
 * Where koa-weixin remembers tokens, attempts and sign-ins for a while. A Keyv fits as it is. Values are plain JSON.
 * Losing a value costs calls to WeChat, never a payment.
 */
export interface Cache {
  /** The value, or undefined (null counts too) when there is none. May be a promise. */
  get(key: string): unknown
  /** Stores a value for `ttlMs` milliseconds. May return a promise; false, as of a Keyv, counts as a failure. */
  set(key: string, value: unknown, ttlMs: number): unknown
  /** Deletes a value. Deleting what is not there is no error. May return a promise. */
  delete(key: string): unknown
  /**
   * Takes a lock that other processes see, for `leaseMs` milliseconds unless it is renewed; undefined while another
   * holder has it. Optional: without it two processes may run `orders.onPaid` for one payment at the same moment, and
   * the app's conditional update is the guard.
   */
  lock?(key: string, leaseMs: number): Promise<Lock | undefined>
}

/** A lock that this caller holds. */
export interface Lock {
  /** Starts the lease anew; false when the lock was lost meanwhile. */
  renew(): Promise<boolean>
  /** Frees the lock, unless another holder has it by now. */
  release(): Promise<void>
}
