/** Whose turn it is when an error comes up. */
export type Actor = 'code' | 'console' | 'user' | 'weixin'

export interface Entry {
  /** HTTP status of the response that carries it. */
  status: number
  actor: Actor
  /** What happened, in one sentence. */
  message: string
  remedy: { en: string; zh: string }
}
