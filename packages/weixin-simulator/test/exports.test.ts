import { expect, it } from 'vitest'
import { exportsOf } from '../../../tooling/exports.ts'

it('gives exactly these names to the world', () => {
  expect(exportsOf('weixin-simulator')).toMatchInlineSnapshot(`
    {
      "types": [
        "AccountPage",
        "Check",
        "CountedCall",
        "Credentials",
        "Faults",
        "Found",
        "LogEntry",
        "Notifications",
        "OrderState",
        "PayFault",
        "Platform",
        "Quota",
        "Quotas",
        "SimulatedOrder",
        "SimulatedRefund",
        "SimulatedUser",
        "Simulator",
        "SimulatorOptions",
        "SpoiledDownload",
        "SubMerchant",
        "Why",
      ],
      "values": [
        "createSimulator",
      ],
    }
  `)
})
