/**
 * Where values are remembered: the smallest interface that a Keyv fits as it is.
 * Values are plain JSON. Losing one costs a call to WeChat, never a payment.
 */
export interface Cache {
  get(key: string): unknown
  /** `ttlMs` in milliseconds. */
  set(key: string, value: unknown, ttlMs: number): unknown
  delete(key: string): unknown
  /**
   * Optional: a lock that other processes see, held for `leaseMs` (milliseconds) unless renewed.
   * Undefined while somebody else holds it. Without it, two processes may run `orders.paid` for
   * one payment at the same moment: then the app's conditional update is the guard.
   */
  lock?(key: string, leaseMs: number): Promise<Lock | undefined>
}

export interface Lock {
  /** Takes the lease anew; false when it was lost. */
  renew(): Promise<boolean>
  release(): Promise<void>
}
