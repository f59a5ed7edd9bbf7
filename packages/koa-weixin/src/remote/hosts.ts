/** WeChat's hosts, each alone. */
export interface Hosts {
  /** Calls of the account: token, ticket, sign-in. */
  api: string
  /** The page where a user consents. */
  open: string
  /** WeChat Pay. */
  pay: string
  /** Called when `pay` does not answer. */
  payBackup: string | undefined
  /** Requires the client certificate of API v2. */
  secure: string
  /** PEM of the authority of `secure`, where Node does not know it. */
  ca: string | undefined
}
