import type { Check } from './check.ts'
import { accountChecks } from './checks/account.ts'
import { appChecks } from './checks/app.ts'
import { cacheChecks } from './checks/cache.ts'
import { keyChecks } from './checks/keys.ts'
import { merchantChecks } from './checks/merchant.ts'
import { settingChecks } from './checks/settings.ts'

/** Every check, in the order in which they run: first what the configuration alone shows. */
export const checks: readonly Check[] = [
  ...settingChecks,
  ...keyChecks,
  ...cacheChecks,
  ...accountChecks,
  ...merchantChecks,
  ...appChecks,
]
