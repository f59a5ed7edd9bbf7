import { expect, it } from 'vitest'
import { createBills } from './bills.ts'

it('says so where a dialect has no bills that can be checked', async () => {
  const bills = createBills(undefined)
  for (const asked of [bills.trades('2026-11-22'), bills.fundFlow('2026-11-22')])
    await expect(asked).rejects.toMatchObject({ code: 'bill-not-offered' })
})
