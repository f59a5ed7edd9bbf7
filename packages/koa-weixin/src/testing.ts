export { cacheContract } from './testing/cache-contract.ts'
export type { CacheContractOptions, CacheContractTest } from './testing/cache-contract.ts'
