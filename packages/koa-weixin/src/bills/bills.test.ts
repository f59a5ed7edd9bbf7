import { expect, it } from 'vitest'
import { createBills } from './bills.ts'

it('throws where there is no merchant to fetch bills for', async () => {
  const bills = createBills(undefined, Date.now)
  for (const rejected of [bills.trades('2026-11-22'), bills.fundFlow('2026-11-22')])
    await expect(rejected).rejects.toMatchObject({ code: 'bill-not-offered' })
})

it.each(['basic', '', null, 7, {}])(
  'an account that WeChat does not have is refused: %s',
  async (account) => {
    const bills = createBills(undefined, Date.now)
    await expect(
      bills.fundFlow('2026-11-22', { account: account as 'BASIC' }),
    ).rejects.toMatchObject({
      code: 'option-invalid',
      detail: 'account: one of BASIC, OPERATION, FEES',
    })
  },
)

it.each([undefined, null, 20261122, '20261122', '2026-02-30', ['2026-11-22'], new Date()])(
  'a day that is none is refused: %s',
  async (date) => {
    const bills = createBills(undefined, Date.now)
    for (const rejected of [bills.trades(date as string), bills.fundFlow(date as string)])
      await expect(rejected).rejects.toMatchObject({ code: 'bill-date-invalid' })
  },
)
