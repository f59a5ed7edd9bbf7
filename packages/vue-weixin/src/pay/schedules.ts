/** How often and how long the server is queried: milliseconds in all, and before query `n`, counted from 0. */
export type Schedule = readonly [total: number, pause: (n: number) => number]

/** WeChat's sheet is open: a payer may look at it for minutes, and its reply may get lost. */
export const whilePaying: Schedule = [300_000, () => 20_000]

/** A QR code is shown, which is valid for two hours: the page finds out by itself. */
export const whileShowing: Schedule = [7_200_000, (n) => (n < 100 ? 3_000 : 10_000)]

/** The sheet returned "ok". The notification may take some seconds; the server queries WeChat every 2 s at most. */
export const afterOk: Schedule = [30_000, (n) => Math.min(n, 5) * 1_000]

/** WeChat also returns "cancel" after error dialogs of its own, so one query follows even then. */
export const afterCancel: Schedule = [10_000, () => 0]

/** The sheet returned a failure, or the payer came back to a page that has forgotten the payment. */
export const afterFail: Schedule = [10_000, (n) => n * 1_000]

/** Not known: for two hours, the life of a prepay_id, less and less often. */
export const inBackground: Schedule = [7_200_000, (n) => Math.min(10_000 * 2 ** n, 300_000)]
