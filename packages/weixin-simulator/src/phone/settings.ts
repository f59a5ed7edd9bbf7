import type { SdkOutcome } from '../types.ts'
import { checkRegistered, type OnRecord } from './registered.ts'
import type { RegisteredAddresses } from '../types.ts'
import { createSheets, type Sheets } from './sheets.ts'

/** What a person or a test has set on the simulated phone: not part of what WeChat remembers. */
export interface PhoneSettings {
  /** Address of the page under test, which the dashboard opens in its phone; null until it is known. */
  page: string | null
  registered: OnRecord
  /** What a JS-SDK command answers, by its native name; absent: its usual answer. */
  outcomes: Map<string, SdkOutcome>
  sheets: Sheets
}

/** The options of `createSimulator` that concern the phone. */
export interface PhoneOptions {
  page?: string
  registered?: Partial<RegisteredAddresses>
  lan?: string
}

export function createPhoneSettings({ page, registered = {}, lan }: PhoneOptions): PhoneSettings {
  for (const [kind, list] of Object.entries(registered))
    if (list) checkRegistered(kind as keyof RegisteredAddresses, list)
  return {
    page: page ?? null,
    registered: {
      jsDomains: null,
      signInDomains: null,
      payDirectories: null,
      h5Domains: null,
      lan: lan ?? null,
      ...registered,
    },
    outcomes: new Map(),
    sheets: createSheets(),
  }
}
