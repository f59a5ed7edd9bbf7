/**
 * Who can put an error right: the developer (`code`), the person who manages the Official Account or the
 * merchant account in WeChat's consoles (`console`), the user of the page (`user`), or WeChat itself,
 * so that trying again later is all there is to do (`weixin`).
 */
export type Actor = 'code' | 'console' | 'user' | 'weixin'

/** One text in both languages. */
export interface Text {
  /** In plain English. */
  en: string
  /** In Chinese, with the terms of WeChat's consoles. */
  zh: string
}

/** One of our own errors. */
export interface Entry {
  /** HTTP status of the response that carries it. */
  status: number
  /** Who has to act. */
  actor: Actor
  /** What happened, in one sentence that may be sent to the page. */
  message: string
  /** The same sentence in Chinese, for the list of errors. */
  messageZh: string
  /** What to do, for the developer. */
  remedy: Text
  /** What a payer may read on the page. @default a general text, by `payerMessage` of the error */
  payerMessage?: Text
}
