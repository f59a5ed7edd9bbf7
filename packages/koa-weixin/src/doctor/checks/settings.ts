import type { Check } from '../check.ts'
import { ok, problem } from '../findings.ts'
import { isAddress, isPublicHost } from '../public-host.ts'
import type { Finding } from '../report.ts'

/** What the options alone show. */
export const settingChecks: readonly Check[] = [
  {
    id: 'origin',
    title: { en: 'The address that WeChat is given', zh: '提供给微信的地址' },
    run({ settings: { origin, notifyUrl }, isSimulated }): Finding {
      const { protocol, hostname, port } = new URL(origin)
      if (isSimulated && !isPublicHost(hostname))
        return ok(
          `${origin}: local, as the WeChat that endpoints names.`,
          `${origin}：本地地址，与 endpoints 指向的模拟微信一致。`,
        )
      if (!isPublicHost(hostname)) return problem('origin-not-public', origin)
      if (protocol !== 'https:') return problem('origin-not-https', origin)
      if (isAddress(hostname)) return problem('origin-is-address', origin)
      if (port !== '') return problem('origin-port', origin)
      return ok(`notify_url is ${notifyUrl}.`, `支付通知地址为 ${notifyUrl}。`)
    },
  },
  {
    id: 'orders',
    title: { en: 'Merchant and orders', zh: '商户与订单处理' },
    run({ settings: { merchant, orders } }): Finding {
      if (merchant && orders)
        return ok(`API ${merchant.api}, both are given.`, `API ${merchant.api}，均已配置。`)
      if (!merchant && !orders)
        return ok('Neither is given: the app takes no money.', '均未配置：应用不收款。')
      return problem('orders-missing', merchant ? 'no orders' : 'no merchant')
    },
  },
]
