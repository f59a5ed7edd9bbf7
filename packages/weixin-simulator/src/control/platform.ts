import { issueCertificate, type PlatformCertificate } from '../state/platform.ts'
import type { Platform } from './types.ts'
import type { Context } from '../context.ts'

/** WeChat Pay's own keys and certificates, in a test's or a person's hands. */
export function createPlatform(context: Context): Platform {
  const { platform, account } = context.state
  function found(serialNo: string): PlatformCertificate {
    const certificate = platform.certificates.find((one) => one.serialNo === serialNo)
    if (!certificate) throw new Error(`WeChat Pay has no certificate ${serialNo}`)
    return certificate
  }
  return {
    async issue({ isListed = true } = {}) {
      const made = await issueCertificate(
        platform.certificates.length + 1,
        account.authority,
        context.clock.wall(),
      )
      platform.certificates.push({ ...made, isListed })
      await context.save()
      const { serialNo, certificate } = made
      return { serialNo, certificate }
    },
    list(serialNo, isListed = true) {
      found(serialNo).isListed = isListed
    },
    signBy(shares) {
      for (const serial of Object.keys(shares))
        if (serial !== account.credentials.publicKeyId) found(serial)
      platform.shares = { ...shares }
    },
  }
}
