/** One thing that WeChat looked at while it answered a call. */
export interface Check {
  /** What was looked at, for example `signature`. */
  check: string
  /** Whether it held. */
  ok: boolean
  /** What was wrong, or what was seen. */
  detail?: string
}

/** A known mistake that reproduces the refused signature. */
export interface KnownMistake {
  /** What was done wrong, for example `the query was left out`. */
  name: string
  /** What was signed instead, secrets masked. */
  text: string
  /** Index of the first character in which `text` differs from `signedOver`. */
  differsAt: number
}

/** Where WeChat's own documents state a rule. */
export interface Reference {
  /** The document's title, as WeChat gives it: in Chinese. */
  title: string
  /** The document's address. */
  url: string
  /** The line there: the name of the field, or WeChat's error code in its table; null: the document as a whole. */
  line: string | null
}

/** Why WeChat refused, in words that WeChat itself does not give. */
export interface Reason {
  /** A literal of the simulator's, or WeChat's own code. */
  code: string
  /** The rule that was broken and what to do, in English. */
  en: string
  /** The same in Chinese. */
  zh: string
  /** The field, parameter or header that broke the rule, in the request's spelling (`amount.total`); null: none alone. */
  field: string | null
  /** Where WeChat's documents state the rule; null: they do not, as for a fault that was set. */
  reference: Reference | null
  /** The text that WeChat signs over, secrets masked. */
  signedOver?: string
  /** The known mistake that reproduces the signature; null: none does. */
  mistake?: KnownMistake | null
}

/** One line of the log: a call of the app or of a page, a delivery of a notification, or a control. */
export interface LogEntry {
  /** Counts from 1 in each process. */
  id: number
  /** RFC 3339, by the simulator's movable clock. */
  at: string
  /**
   * `app`: the server under test called WeChat. `page`: a page in the simulated WeChat did. `notification`: WeChat called
   * the server. `control`: a test, a person or the command line moved something.
   */
  kind: 'app' | 'page' | 'notification' | 'control'
  /** Method and path, or what the control did. */
  call: string
  /** The out_trade_no that it is about; null where there is none. */
  outTradeNo: string | null
  /** How long the answer took, by the wall clock. */
  milliseconds: number
  /** Query and body of the request, secrets masked, cut when very long. */
  request: Record<string, unknown>
  /** What was looked at, in WeChat's order. */
  checks: Check[]
  /** The answer: HTTP status (0: none came), WeChat's error code, the fields of the body, secrets masked. */
  response: {
    /** HTTP status; 0: no answer came. */
    status: number
    /** WeChat's error code. */
    code?: string
    /** The fields of the body, secrets masked; absent where it is no JSON or XML. */
    body?: unknown
  }
  /** Why the call was refused; null after success. */
  reason: Reason | null
}
