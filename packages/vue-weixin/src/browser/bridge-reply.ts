import { parseBody } from '../http/transport.ts'
import type { BridgeResponse } from './weixin-window.ts'

/** A reply of the bridge, read. */
export interface BridgeReply extends BridgeResponse {
  /** The whole text; empty where the reply has none. */
  readonly text: string
  /** What the text says, read by `outcomeOf`: `ok`, `cancel`, … */
  readonly outcome: string
}

/**
 * Reads a reply as the SDK does, whose field `errMsg` goes first. Clients also send JSON, the text alone, null and other
 * odd values. The result is a copy, because the SDK deletes fields of what it is given.
 */
export function readBridgeReply(response: unknown): BridgeReply {
  const parsed = parseBody(response)
  const fields = Object(parsed) as BridgeResponse
  const text = typeof parsed === 'string' ? parsed : String(fields.errMsg || fields.err_msg || '')
  return { ...fields, text, outcome: outcomeOf(text) }
}

/** What stands behind the first colon of a reply's text, with spaces for underscores and in lower case. */
export const outcomeOf = (text: string): string =>
  text
    .slice(text.indexOf(':') + 1)
    .replace(/_/g, ' ')
    .trim()
    .toLowerCase()

/** Whether the user cancelled. Clients write that in several ways. */
export const isCancel = (outcome: string): boolean =>
  /^(fail(ed)?[ ,:]*)?cancel(l?ed)?$/.test(outcome)
