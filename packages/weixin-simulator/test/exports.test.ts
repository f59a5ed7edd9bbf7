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
        "DeliveryAnswer",
        "EndedDelivery",
        "FaultBody",
        "FaultName",
        "Faults",
        "ForeignNotification",
        "Forgery",
        "KnownMistake",
        "LogEntry",
        "MerchantKeys",
        "Notifications",
        "PayFault",
        "PayOptions",
        "Payer",
        "PhoneControls",
        "Platform",
        "Quota",
        "Quotas",
        "Reason",
        "RegisteredAddresses",
        "SdkCommand",
        "SdkOutcome",
        "SheetOutcome",
        "SimulatedNotification",
        "SimulatedOrder",
        "SimulatedRefund",
        "SimulatedUser",
        "Simulator",
        "SimulatorControls",
        "SimulatorOptions",
        "SpoiledDownload",
        "SubMerchant",
        "TradeState",
        "Trigger",
      ],
      "values": [
        "FolderInUseError",
        "createSimulator",
      ],
    }
  `)
})
