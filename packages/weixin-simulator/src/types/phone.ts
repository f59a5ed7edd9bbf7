/**
 * The addresses that the two consoles have on record. `null` stands for every address of this machine, with any port;
 * a real account has to list them.
 */
export interface RegisteredAddresses {
  /** JS接口安全域名: hosts of pages that call wx.config, at most 5. */
  jsDomains: readonly string[] | null
  /** 网页授权域名: hosts of redirect_uri, at most 2. */
  signInDomains: readonly string[] | null
  /** JSAPI支付授权目录: addresses under which a page may pay, at most 5. */
  payDirectories: readonly string[] | null
  /** H5支付域名: hosts of the pages that go to h5_url, and of redirect_url. */
  h5Domains: readonly string[] | null
}

/** What the phone does when a page calls a function of the JS-SDK. */
export type SdkOutcome =
  /** The user goes through with it. `fields` replace those of the usual answer. */
  | {
      kind: 'answer'
      /** They replace those of the usual answer. */
      fields?: Record<string, unknown>
    }
  /** The user closes the screen. */
  | { kind: 'cancel' }
  /** The user refuses the permission. */
  | { kind: 'deny' }
  /** The client never answers. */
  | { kind: 'silent' }

/** A function of the JS-SDK, and what it answers. */
export interface SdkCommand {
  /** Name on the bridge. */
  native: string
  /** Name in the JS-SDK. */
  wx: string
  /** What it does, in English. */
  en: string
  /** The same in Chinese. */
  zh: string
  /** False for the few that any page may call without wx.config. */
  needsConfig: boolean
  /** Whether the user decides: only such a command can be cancelled and denied. */
  asksUser: boolean
  /** What it answers. */
  outcome: SdkOutcome
}

/** How a payment sheet ends without the user's touch. */
export type SheetOutcome =
  /** The payer paid elsewhere: the page is answered `ok`. */
  | 'paid'
  /** The user gives up: the page is answered `cancel`. */
  | 'cancel'
  /** The payment fails: the page is answered `fail`. */
  | 'fail'
  /** The sheet goes away and the page is never answered, as when the answer gets lost. */
  | 'lost'

/** What a test or a person may do to the simulated phone. */
export interface PhoneControls {
  /** The functions of the JS-SDK, and what each answers. */
  commands(): SdkCommand[]
  /** From now on this function, by its name in `wx` or on the bridge, answers so. */
  setAnswer(name: string, outcome: SdkOutcome): void
  /** The addresses that the consoles have on record. */
  registered(): RegisteredAddresses
  /** Replaces the lists that are given. Throws for a list that the console would not take. */
  register(changes: Partial<RegisteredAddresses>): RegisteredAddresses
}
