import { expect, it } from 'vitest'
import { createBills } from './bills.ts'

it('throws where there is no merchant to fetch bills for', async () => {
  const bills = createBills(undefined, Date.now)
  for (const rejected of [bills.trades('2026-11-22'), bills.fundFlow('2026-11-22')])
    await expect(rejected).rejects.toMatchObject({ code: 'bill-not-offered' })
})
