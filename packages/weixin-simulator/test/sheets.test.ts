import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSimulator, type Simulator } from '../src/index.ts'
import { merchant } from './merchant.ts'
import { callPhone } from './phone.ts'

let weixin: Simulator
beforeAll(async () => {
  weixin = await createSimulator()
})
afterAll(() => weixin.close())

const outcome = async (prepayId: string): Promise<unknown> =>
  (await callPhone(weixin, `payments/${prepayId}/outcome`, {})).json()

test('a sheet that starts to wait after the payment ends all the same', async () => {
  const prepayId = await merchant(weixin).prepayId()
  await weixin.pay(prepayId)
  expect(await outcome(prepayId)).toEqual({ outcome: 'paid' })
})

test('a control ends the next sheet once, and a reset forgets it', async () => {
  expect(weixin.sheets.end('cancel')).toBe('next')
  expect(await outcome('wx1')).toEqual({ outcome: 'cancel' })
  expect(() => weixin.sheets.end('cancel', 'wx1')).toThrow('No sheet of wx1 is open')
})

test('the sheet’s question stays out of the log', async () => {
  expect(weixin.log().filter(({ call }) => call.endsWith('/outcome'))).toEqual([])
})
