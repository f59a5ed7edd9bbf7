import crypto from 'node:crypto'

/**
 * `hash` of node:crypto, which is faster than `createHash` for short texts. Imported by its name, it would make Node 18 fail
 * with a SyntaxError before `node-version.ts` can say which version is needed.
 */
export const hash: typeof crypto.hash = crypto.hash
