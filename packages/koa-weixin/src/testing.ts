import './node-version.ts'
// The subpath `koa-weixin/testing`. It uses node:assert, so the main entry does not load it.
export { cacheContract } from './testing/cache-contract.ts'
export type { CacheContractOptions, CacheContractTest } from './testing/cache-contract.ts'
