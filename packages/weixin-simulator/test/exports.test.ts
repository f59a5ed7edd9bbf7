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
        "KnownMistake",
        "LogEntry",
        "MerchantKeys",
        "Notifications",
        "PayFault",
        "Platform",
        "Quota",
        "Quotas",
        "Reason",
        "SimulatedNotification",
        "SimulatedOrder",
        "SimulatedRefund",
        "SimulatedUser",
        "Simulator",
        "SimulatorOptions",
        "SpoiledDownload",
        "SubMerchant",
        "TradeState",
      ],
      "values": [
        "createSimulator",
      ],
    }
  `)
})
