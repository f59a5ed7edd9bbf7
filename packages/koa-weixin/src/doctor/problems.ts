import type { Text } from '../errors/catalogue/entry.ts'
import { addressProblems } from './problems/addresses.ts'
import { cacheProblems } from './problems/cache.ts'
import { keyProblems } from './problems/keys.ts'

/** What the doctor itself finds; everything else is a code of `WeixinError` or of WeChat's. */
export interface Problem {
  /** @default 'failed' */
  status?: 'warning' | 'failed'
  /** What is wrong, and what follows from it. */
  text: Text
  remedy: Text
  /** Where it is set in WeChat's consoles. */
  console?: string
}

/** The code of a problem. */
export type ProblemCode =
  | keyof typeof addressProblems
  | keyof typeof cacheProblems
  | keyof typeof keyProblems

export const problems: Record<ProblemCode, Problem> = {
  ...addressProblems,
  ...cacheProblems,
  ...keyProblems,
}
