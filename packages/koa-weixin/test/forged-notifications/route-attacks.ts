import { FORGER_KEY, signedHeaders } from '../as-weixin.ts'
import { genuine, signed, type Attack, type Forge } from './fixture.ts'
import type { Sent } from './raw-http.ts'

const from =
  (sent: Forge, more: Partial<Sent>): Forge =>
  (fixture) => ({ ...sent(fixture), ...more })
/** Right but for the signature, which a stranger cannot make. */
const forged = signed((body) => signedHeaders(body, { privateKey: FORGER_KEY }))

/** Methods and paths: where `notify` is reached by another name, it checks all the same. */
export const routeAttacks: Attack[] = [
  ...['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'].map((method): Attack => [
    `${method} for POST`,
    from(genuine, { method }),
    404,
    null,
  ]),
  [
    'forged, POST by another name',
    (fixture) => {
      const sent = forged(fixture)
      return {
        ...sent,
        method: 'GET',
        headers: { ...sent.headers, 'x-http-method-override': 'POST' },
      }
    },
    404,
    null,
  ],
  ['dots in the path', from(genuine, { path: '/weixin/pay/../notify' }), 404, null],
  ['two slashes in the path', from(genuine, { path: '/weixin//notify' }), 404, null],
  ['a semicolon behind the path', from(genuine, { path: '/weixin/notify;x=1' }), 404, null],
  ['an escaped slash in the path', from(genuine, { path: '/weixin%2fnotify' }), 404, null],
  ['a zero byte in the path', from(genuine, { path: '/weixin/notify%00' }), 404, null],
  [
    'forged, with a slash behind the path',
    from(forged, { path: '/weixin/notify/' }),
    401,
    'signature-wrong',
  ],
  [
    'forged, the path in capitals',
    from(forged, { path: '/WEIXIN/NOTIFY' }),
    401,
    'signature-wrong',
  ],
  [
    'forged, with a query',
    from(forged, { path: '/weixin/notify?verified=true' }),
    401,
    'signature-wrong',
  ],
]
