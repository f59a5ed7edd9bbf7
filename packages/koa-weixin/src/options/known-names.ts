import { invalid } from '../errors/option-invalid.ts'
import { nearest } from '../nearest.ts'

/**
 * Names of other packages, of tutorials and of the first version of this one, each with the option of today, by the place
 * where people write them: `.` is the top level. The names are in lower case.
 */
const OTHER_NAMES: ReadonlyMap<string, ReadonlyMap<string, string>> = new Map([
  [
    '.',
    new Map([
      ['secret', 'encryptionKeys (the AppSecret of the account is appSecret)'],
      ['secrets', 'encryptionKeys'],
      ['cookiesecret', 'encryptionKeys'],
      ['sealcache', 'encryptCache'],
      ['ways', 'tradeTypes'],
      ['paytypes', 'tradeTypes'],
      ['origins', 'allowedOrigins'],
      ['domain', 'origin'],
      ['host', 'origin'],
      ['baseurl', 'origin'],
      ['notifyurl', 'The address is origin + base + /notify.'],
      ['redirecturi', 'The address is origin + base + /oauth.'],
      ['callbackurl', 'The addresses are origin + base + /notify and + /oauth.'],
      ['onnotice', 'onNotification'],
      ['accesstoken', 'tokenEndpoint'],
      ['scope', 'signIn.scope'],
      ['lang', 'signIn.lang'],
      ['onuser', 'signIn.onUser'],
      ['find', 'orders.find'],
      ['paid', 'orders.onPaid'],
      ['onpaid', 'orders.onPaid'],
      ['unexpected', 'orders.onUnexpectedPayment'],
      ['onunexpectedpayment', 'orders.onUnexpectedPayment'],
      ['refunded', 'orders.onRefunded'],
      ['onrefunded', 'orders.onRefunded'],
      ['mchid', 'merchant.mchId'],
      ['mcnid', 'merchant.mchId'],
      ['mch', 'merchant'],
      ['key', 'merchant.apiV3Key (with API v2: merchant.apiV2Key)'],
      ['apikey', 'merchant.apiV3Key (with API v2: merchant.apiV2Key)'],
      ['partnerkey', 'merchant.apiV2Key'],
      ['mchkey', 'merchant.apiV2Key'],
      ['mcnsecret', 'merchant.apiV2Key'],
      ['paysignkey', 'merchant.apiV2Key'],
      ['apiv3key', 'merchant.apiV3Key'],
      ['apiv2key', 'merchant.apiV2Key'],
      ['privatekey', 'merchant.privateKey'],
      ['publickey', 'merchant.publicKeys'],
      ['publickeys', 'merchant.publicKeys'],
      ['serialno', 'merchant.serialNo'],
      ['certificate', 'merchant.certificate'],
      ['pfx', 'merchant.clientCertificate'],
      ['serviceprovider', 'merchant.serviceProvider'],
      ['submchid', 'merchant.serviceProvider.subMchId'],
    ]),
  ],
  [
    'merchant',
    new Map([
      ['mcnid', 'merchant.mchId'],
      ['mch', 'merchant.mchId'],
      ['key', 'merchant.apiV3Key (with API v2: merchant.apiV2Key)'],
      ['apikey', 'merchant.apiV3Key (with API v2: merchant.apiV2Key)'],
      ['secret', 'merchant.apiV3Key (with API v2: merchant.apiV2Key)'],
      ['partnerkey', 'merchant.apiV2Key'],
      ['mchkey', 'merchant.apiV2Key'],
      ['mcnsecret', 'merchant.apiV2Key'],
      ['paysignkey', 'merchant.apiV2Key'],
      ['serial', 'merchant.serialNo'],
      ['cert', 'merchant.certificate'],
      ['pfx', 'merchant.clientCertificate'],
      ['p12', 'merchant.clientCertificate'],
      ['notifyurl', 'The address is origin + base + /notify.'],
      ['submchid', 'merchant.serviceProvider.subMchId'],
      ['spappid', 'merchant.serviceProvider.spAppId'],
      ['version', 'merchant.api'],
      ['apiversion', 'merchant.api'],
    ]),
  ],
  [
    'signIn',
    new Map([
      ['language', 'signIn.lang'],
      ['user', 'signIn.onUser'],
    ]),
  ],
  [
    'merchant.serviceProvider',
    new Map([
      ['subappid', "The instance's appId is the sub-merchant's where spAppId is given."],
      ['mchid', 'merchant.mchId'],
      ['spmchid', 'merchant.mchId'],
    ]),
  ],
  [
    'endpoints',
    new Map([
      ['url', 'endpoints.api'],
      ['mch', 'endpoints.pay'],
      ['backup', 'endpoints.pay, as a list'],
    ]),
  ],
])

/**
 * Throws `option-invalid` for a name that is no option, with the one that was meant where there is a likely one.
 * `path` is empty at the top level, else ends with a dot. A name whose value is undefined counts as left out.
 */
export function refuseUnknown(given: object, known: readonly string[], path: string): void {
  for (const [name, value] of Object.entries(given))
    if (value !== undefined && !known.includes(name))
      throw invalid(`${path}${name}: no such option${hint(name, known, path)}`)
}

function hint(name: string, known: readonly string[], path: string): string {
  const plain = name.toLowerCase().replaceAll(/[_-]/g, '')
  const same = known.find((one) => one.toLowerCase() === plain)
  const other = OTHER_NAMES.get(path.slice(0, -1) || '.')?.get(plain)
  if (same === undefined && other !== undefined)
    return other.endsWith('.') ? `. ${other}` : `; did you mean ${other}?`
  const meant = same ?? nearest(name, known)
  return meant === undefined ? '' : `; did you mean ${path}${meant}?`
}
