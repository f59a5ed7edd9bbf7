import { issueCertificate, type PlatformCertificate } from './state/platform.ts'
import type { Platform } from './types.ts'
import type { Context } from './context.ts'

export function createPlatform(world: Context): Platform {
  const { platform, account } = world.state
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
        world.clock.wall(),
      )
      platform.certificates.push({ ...made, isListed })
      await world.save()
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
