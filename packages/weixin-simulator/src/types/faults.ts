/** Error pages of the authorize address that come from the state of the account, not from the link. */
export type AccountPage = 10004 | 10005 | 10006 | 10009

/**
 * `cut`: the connection breaks in the middle of the file. `short`: the file ends in the middle, and its length says so.
 * `changed`: a row is missing, and the file reads well.
 */
export type SpoiledDownload = 'cut' | 'short' | 'changed'

/** A call of WeChat Pay that goes wrong. */
export interface PayFault {
  /** Calls of API v3 and v2 whose path contains this. */
  path: string
  /** How many calls; default 1. */
  times?: number
  /** Whether WeChat Pay acts, and then goes wrong; default 'before'. */
  when?: 'before' | 'after'
  /**
   * 500 SYSTEM_ERROR, 429 FREQUENCY_LIMITED (both with HTTP 200 and in XML by API v2), an nginx's 502 in HTML, no answer at all,
   * a connection that is reset, a wrong signature, a signed 202 (not finished; API v3 alone), or the right answer once `until` resolves or `milliseconds` of the wall clock have passed.
   */
  response:
    | 'system-error'
    | 'too-many-requests'
    | 'bad-gateway'
    | 'hang'
    | 'reset'
    | 'wrong-signature'
    | 'accepted'
    | {
        /** The right answer is given once it resolves. */
        until: Promise<unknown>
      }
    | {
        /** The right answer is given after this time of the wall clock. */
        milliseconds: number
      }
}
