import './node-version.ts'
import { test as base, type TestAPI } from 'vitest'
import { createSimulator, type Simulator } from './simulator.ts'
import type { SimulatorOptions } from './types.ts'

/** What the fixture gives to a test. */
export interface SimulatorFixture {
  /** A simulator of this test alone; it is closed after the test. */
  simulator: Simulator
}

/**
 * Vitest's `test` with a simulator for each test. One costs a few milliseconds after the first of the process.
 *
 * @example
 * const test = withSimulator({ seed: 'tea' })
 * test('an order is paid', async ({ simulator }) => {
 *   const notification = simulator.nextNotification()
 *   await simulator.payer.pay(prepayId)
 *   expect(await notification).toMatchObject({ status: 204 })
 * })
 */
export function withSimulator(options: SimulatorOptions = {}): TestAPI<SimulatorFixture> {
  return base.extend<SimulatorFixture>({
    // Vitest reads which fixtures this one needs from the pattern, and wants one.
    simulator: async ({ task }, use) => {
      void task
      const simulator = await createSimulator(options)
      await use(simulator)
      await simulator.close()
    },
  })
}

/** `withSimulator()` with the options' defaults. */
export const test: TestAPI<SimulatorFixture> = withSimulator()
