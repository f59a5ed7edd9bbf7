import { issueCertificate, type PlatformCertificate } from '../state/platform.ts'
import type { Context } from '../context.ts'

/** How a platform certificate is made. */
export interface IssueOptions {
  /** Whether GET /v3/certificates names it; default true. */
  isListed?: boolean
}

/** A platform certificate that was made. */
export interface IssuedCertificate {
  /** Its serial number: 40 hex characters, upper case. */
  serialNo: string
  /** X.509, PEM. */
  certificate: string
}

/** WeChat Pay's own keys. A new merchant is in public-key mode: no certificates, everything signed by the public key. */
export interface Platform {
  /** Makes a certificate of WeChat Pay's (平台证书); it signs nothing yet. */
  issue(options?: IssueOptions): Promise<IssuedCertificate>
  /** From now on GET /v3/certificates names it, or no longer does. */
  list(serialNo: string, isListed?: boolean): void
  /**
   * Who signs from now on, in which shares: by serials and the public key id. Notifications keep to the shares; a response is
   * signed by the public key when the request asks for it and it has a share, else by the certificates.
   */
  signBy(shares: Record<string, number>): void
}

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
      const made = await issueCertificate(platform.certificates.length + 1, account.authority, {
        now: context.clock.wall(),
        random: context.random,
      })
      platform.certificates.push({ ...made, isListed })
      await context.save()
      const { serialNo, certificate } = made
      return { serialNo, certificate }
    },
    list(serialNo, isListed = true) {
      found(serialNo).isListed = isListed
    },
    signBy(shares) {
      for (const [serial, share] of Object.entries(shares)) {
        if (serial !== account.credentials.publicKeyId) found(serial)
        if (!(share >= 0 && share < Infinity))
          throw new Error(`The share of ${serial} must be a number, at least 0`)
      }
      platform.shares = { ...shares }
    },
  }
}
