import type { KeyObject } from 'node:crypto'
import { createSingleFlight } from '../../single-flight.ts'
import { asWeixinError, WeixinError } from '../../errors/weixin-error.ts'

/** A certificate of WeChat Pay's (平台证书). */
export interface PlatformCertificate {
  serialNo: string
  key: KeyObject
  /** Milliseconds since 1970; `until` excluded. */
  from: number
  until: number
}

/** WeChat Pay's keys of both kinds by serial, for verifying responses and notifications. */
export interface PlatformKeys {
  /** The public key that a request asks to be answered with; undefined with certificates alone. */
  readonly publicKeyId: string | undefined
  /** By the literal value of `Wechatpay-Serial`; only what is valid now. */
  keys(): ReadonlyMap<string, KeyObject>
  /** Before the first call, where there is no key at all. Throws why none could be had. */
  ready(): Promise<void>
  /** Looks for a serial that we don't hold; true when we hold it now. */
  find(serial: string): Promise<boolean>
  /** Why the last download failed; undefined when it did not. */
  lastFailure(): WeixinError | undefined
}

export interface PlatformKeysOptions {
  publicKeys: ReadonlyMap<string, KeyObject>
  certificates: readonly PlatformCertificate[]
  /** Gives the certificates that WeChat lists, verified. Undefined: only what was given counts. */
  download: (() => Promise<readonly PlatformCertificate[]>) | undefined
  /** Milliseconds. */
  now: () => number
}

/** WeChat asks for less than 12 hours. */
const RENEW_AFTER_MS = 10 * 60 * 60 * 1000
/** Between two downloads, however many unknown serials somebody sends. */
const FLOOR_MS = 60 * 1000
const FLOOR_AFTER_FAILURE_MS = 5 * 1000

/**
 * Downloads on use, so that no timer keeps a process alive: one download at a time, and a pause between two, because
 * anybody can send an unknown serial.
 * Source: WeChat Pay, 平台证书更新指引 (4012068829).
 */
export function createPlatformKeys({
  publicKeys,
  certificates,
  download,
  now,
}: PlatformKeysOptions): PlatformKeys {
  let held = certificates
  let heldSince = now()
  let last: { at: number; failure?: WeixinError } | undefined
  const single = createSingleFlight<void>()
  const [publicKeyId] = publicKeys.keys()

  function refresh(): Promise<void> {
    if (!download) return Promise.resolve()
    return single('certificates', async () => {
      const floor = last?.failure ? FLOOR_AFTER_FAILURE_MS : FLOOR_MS
      if (last && Math.abs(now() - last.at) < floor) return
      await fetch(download)
    })
  }

  async function fetch(from: () => Promise<readonly PlatformCertificate[]>): Promise<void> {
    const at = now()
    try {
      held = await from()
      heldSince = at
      last = { at }
    } catch (thrown) {
      // What we hold goes on being good until it expires.
      last = { at, failure: asWeixinError(thrown) }
    }
  }

  function keys(): ReadonlyMap<string, KeyObject> {
    if (held.length === 0) return publicKeys
    const at = now()
    // Either way: a clock that was set back must not put the renewal off.
    if (Math.abs(at - heldSince) > RENEW_AFTER_MS) void refresh()
    const valid = held.filter(({ from, until }) => from <= at && at < until)
    return new Map([...publicKeys, ...valid.map(({ serialNo, key }) => [serialNo, key] as const)])
  }

  return {
    publicKeyId,
    keys,
    lastFailure: () => last?.failure,
    async ready() {
      if (!download || keys().size > 0) return
      await refresh()
      if (keys().size > 0) return
      throw last?.failure ?? new WeixinError('no-certificates')
    },
    async find(serial) {
      // Public keys are given by hand: no download brings one.
      if (!/^[0-9A-F]{40}$/.test(serial)) return false
      await refresh()
      return keys().has(serial)
    },
  }
}
