import { expect, test } from 'vitest'
import { fakeBridge, fakeWindow } from '../../test/page.ts'
import { guardReply } from './replace-invoke.ts'

test('the bridge is put back, also when the call throws', () => {
  const bridge = fakeBridge()
  const { invoke } = bridge
  const window = fakeWindow(bridge)
  const call = (): void => {
    expect(bridge.invoke).not.toBe(invoke)
    throw new Error('of the SDK')
  }
  expect(() => guardReply(window, () => {}, call)).toThrow('of the SDK')
  expect(bridge.invoke).toBe(invoke)
})
