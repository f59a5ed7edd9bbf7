import { expect, it } from 'vitest'
import { exportsOf } from '../../../tooling/exports.ts'

it('gives exactly these names to the world', () => {
  expect(exportsOf('weixin-simulator')).toMatchInlineSnapshot(`
    {
      "types": [
        "Check",
        "Credentials",
        "Found",
        "LogEntry",
        "Notices",
        "OrderState",
        "SimulatedOrder",
        "SimulatedRefund",
        "SimulatedUser",
        "Simulator",
        "SimulatorOptions",
        "Why",
      ],
      "values": [
        "createSimulator",
      ],
    }
  `)
})
