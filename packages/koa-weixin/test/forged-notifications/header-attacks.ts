import { signedHeaders, WEIXIN_KEYS } from '../as-weixin.ts'
import { headed, seconds, signed, type Attack } from './fixture.ts'

const TIMESTAMP = 'wechatpay-timestamp'
const NONCE = 'wechatpay-nonce'
const SERIAL = 'wechatpay-serial'
const SIGNATURE = 'wechatpay-signature'

const without = (name: string) =>
  headed((headers) =>
    Object.fromEntries(Object.entries(headers).filter(([other]) => other !== name)),
  )
const empty = (name: string) => headed((headers) => ({ ...headers, [name]: '' }))
const twice = (name: string) =>
  headed((headers) => ({ ...headers, [name]: [headers[name] ?? '', headers[name] ?? ''] }))
const timestamp = (text: string) => headed((headers) => ({ ...headers, [TIMESTAMP]: text }))
const serial = (text: string) => signed((body) => signedHeaders(body, { serial: text }))
const at = (offset: number) =>
  signed((body) => signedHeaders(body, { timestamp: seconds() + offset }))

/** The four headers without which nothing is verified, and whose notification it is. */
export const headerAttacks: Attack[] = [
  ['no timestamp', without(TIMESTAMP), 401, 'header-missing'],
  ['no nonce', without(NONCE), 401, 'header-missing'],
  ['no serial', without(SERIAL), 401, 'header-missing'],
  ['no signature', without(SIGNATURE), 401, 'header-missing'],
  ['no Wechatpay header at all', headed(() => ({})), 401, 'header-missing'],
  ['an empty timestamp', empty(TIMESTAMP), 401, 'header-missing'],
  ['an empty nonce', empty(NONCE), 401, 'header-missing'],
  ['an empty serial', empty(SERIAL), 401, 'header-missing'],
  ['an empty signature', empty(SIGNATURE), 401, 'header-missing'],
  ['the timestamp twice', twice(TIMESTAMP), 401, 'header-missing'],
  ['the nonce twice', twice(NONCE), 401, 'header-missing'],
  ['the serial twice', twice(SERIAL), 401, 'header-missing'],
  ['the signature twice', twice(SIGNATURE), 401, 'header-missing'],
  [
    'a forged signature before the true one',
    headed((headers) => ({ ...headers, [SIGNATURE]: ['AAAA', headers[SIGNATURE] ?? ''] })),
    401,
    'header-missing',
  ],
  ['a timestamp in words', timestamp('now'), 401, 'header-missing'],
  ['a timestamp with a sign', timestamp(`+${seconds()}`), 401, 'header-missing'],
  ['a timestamp with a fraction', timestamp(`${seconds()}.5`), 401, 'header-missing'],
  ['a timestamp in hexadecimal', timestamp(`0x${seconds().toString(16)}`), 401, 'header-missing'],
  ['a timestamp with an exponent', timestamp('1e9'), 401, 'header-missing'],
  ['a timestamp in milliseconds', timestamp(String(Date.now())), 401, 'header-missing'],
  ['a date for a timestamp', timestamp(new Date().toISOString()), 401, 'header-missing'],
  ['signed 310 seconds ago', at(-310), 401, 'timestamp-stale'],
  ['signed a day ago', at(-86_400), 401, 'timestamp-stale'],
  ['signed 310 seconds ahead', at(310), 401, 'timestamp-stale'],
  [
    'signed in 1970',
    signed((body) => signedHeaders(body, { timestamp: 0 })),
    401,
    'timestamp-stale',
  ],
  [
    'a key id that we do not hold',
    serial('PUB_KEY_ID_0000000000000000000000000000000009'),
    401,
    'serial-unknown',
  ],
  [
    'our key id in lower case',
    serial(WEIXIN_KEYS.publicKeyId.toLowerCase()),
    401,
    'serial-unknown',
  ],
  [
    'our key id with a zero byte’s escape',
    serial(`${WEIXIN_KEYS.publicKeyId}%00`),
    401,
    'serial-unknown',
  ],
  ['__proto__ for a key id', serial('__proto__'), 401, 'serial-unknown'],
  ['constructor for a key id', serial('constructor'), 401, 'serial-unknown'],
]
