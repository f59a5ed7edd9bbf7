/** Whose turn it is when an error comes up. */
export type Turn = 'code' | 'console' | 'user' | 'weixin'

export interface Entry {
  /** HTTP status of the reply that carries it. */
  status: number
  turn: Turn
  /** What happened, in one sentence. */
  message: string
  remedy: { en: string; zh: string }
}
