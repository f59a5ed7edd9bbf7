/**
 * Words that were given up for the field's own, with what stands in their place (docs/glossary.md has the words that
 * stay). `retired-words.test.ts` keeps them out of packages, demo, docs, examples and tooling.
 */

/**
 * A word of an identifier or of a file's name: `standing` refuses `standing`, `orderStanding` and `standing.test.ts`.
 * Two words refuse the sequence: `paid by` refuses `paidBy` and `paid_by`.
 */
export const retiredParts: Readonly<Record<string, string>> = {
  asked: 'request, params',
  asker: 'requester',
  chance: 'random',
  configurator: 'jssdk',
  flights: 'singleFlight',
  gauntlet: 'forged-notifications',
  hear: 'response, callback',
  heard: 'response, callback',
  insist: 'retry',
  judge: 'verify',
  judged: 'verified',
  judges: 'verify',
  kept: 'entry, or ignored',
  lend: 'cachedToken',
  lends: 'cachedToken',
  lent: 'cachedToken',
  notice: 'notification',
  notices: 'notifications',
  obstacle: 'reason, assertPayable',
  'paid by': 'transactionId',
  patience: 'deadline, timeout',
  planted: 'mutations',
  remembered: 'cachedToken',
  road: 'settle',
  said: 'response',
  'seal cache': 'encryptCache',
  'sealed cache': 'encryptedCache',
  spool: 'temporaryFile',
  standing: 'tradeState, attempt',
  standings: 'attempts',
  steady: 'fallbackCache',
  stranger: 'requester, user',
  strangers: 'users',
  told: 'response, callback',
  turn: 'actor; for a lock: withLock',
  turns: 'withLock',
  via: 'tradeType',
  visitor: 'requester, user',
  visitors: 'users',
  way: 'tradeType',
  ways: 'tradeTypes',
  wish: 'params, options',
  wishes: 'params, options',
}

/** Identifiers that hold a retired part in another, ordinary meaning. */
export const permittedIdentifiers: ReadonlySet<string> = new Set(['isUnderWay', 'underWay'])

/** Values that documents quote: an alert of `koa-weixin` has the kind `kept`; a type is a `number`. */
export const permittedInDocuments: ReadonlySet<string> = new Set(['kept', 'number'])

/**
 * Whole identifiers, where the word is right inside longer ones (`serialNumber`).
 */
export const retiredIdentifiers: Readonly<Record<string, string>> = {
  Known: 'AttemptEntry',
  NUMBERS: 'ATTEMPTS',
  Opened: 'Attempt',
  PageConfig: 'JssdkConfig',
  Scene: 'Fixture',
  Tools: 'Context, Deps',
  World: 'Context',
  ask: 'request, query',
  confirm: 'orderStatus',
  number: 'outTradeNo, attempt',
  numbers: 'outTradeNos, attempts',
  openScene: 'openFixture',
  origins: 'allowedOrigins',
  pageConfig: 'jssdkConfig',
  prepared: 'payment',
  present: 'signPaymentParams',
  signPage: 'jssdk.sign',
  switches: 'overrides',
  till: 'context',
  tools: 'context, deps',
  world: 'context',
}

const client = /^packages\/(?:koa-weixin|vue-weixin|weixin-contract)\//

/** Where alone a whole identifier is retired: elsewhere it may be any number, or a dialog of WeChat's. */
export const retiredOnlyIn: Readonly<Record<string, RegExp>> = {
  confirm: client,
  number: client,
  numbers: client,
  present: client,
}

/**
 * Words and phrases of comments, messages and documents. Only those that have no ordinary use here.
 */
export const retiredPhrases: Readonly<Record<string, string>> = {
  'at hand': 'available, present',
  believe: 'verify, trust',
  believed: 'verified, trusted',
  believes: 'verifies, trusts',
  hear: 'receive',
  heard: 'received',
  hears: 'receives',
  'how it stands': 'its state',
  'how the order stands': 'the state of the order',
  insist: 'retry',
  insists: 'retries',
  lends: 'returns',
  said: 'returned, reported',
  'orders.paid': 'orders.onPaid',
  'orders.refunded': 'orders.onRefunded',
  'orders.unexpected': 'orders.onUnexpectedPayment',
  'so many': 'a number of',
  thank: 'acknowledge',
  thanked: 'acknowledged',
  'the same road': 'the same function',
  told: 'called, notified',
  whoever: 'the caller, or whom it concerns',
}
