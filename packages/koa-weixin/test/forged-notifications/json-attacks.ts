import { enveloped, resealed, sealing, type Attack, type Forge } from './fixture.ts'

const deep = '['.repeat(100_000) + ']'.repeat(100_000)

const malformed = (name: string, forge: Forge): Attack => [
  name,
  forge,
  400,
  'notification-malformed',
]

/** WeChat signed it; it is no notification, or what is sealed in it is no payment. */
export const jsonAttacks: Attack[] = [
  malformed(
    'XML',
    enveloped(() => '<xml><return_code>SUCCESS</return_code></xml>'),
  ),
  malformed(
    'no bytes',
    enveloped(() => ''),
  ),
  malformed(
    'JSON cut in two',
    enveloped((body) => body.slice(0, -20)),
  ),
  malformed(
    'two notifications in one body',
    enveloped((body) => body + body),
  ),
  malformed(
    'a list of notifications',
    enveloped((body) => `[${body}]`),
  ),
  malformed(
    'null',
    enveloped(() => 'null'),
  ),
  malformed(
    'a text',
    enveloped((body) => JSON.stringify(body)),
  ),
  malformed(
    '100,000 lists in each other',
    enveloped(() => deep),
  ),
  malformed(
    '100,000 lists for what is sealed',
    enveloped(() => `{"resource":${deep}}`),
  ),
  [
    '100,000 lists for an order',
    sealing((text) => text.replace(/"attach":"[^"]*"/, `"attach":${deep}`)),
    400,
    'notification-malformed',
  ],
  malformed(
    'the notification as its own __proto__',
    enveloped((body) => `{"__proto__":${body}}`),
  ),
  malformed(
    'the payment as its own __proto__',
    sealing((text) => `{"__proto__":${text}}`),
  ),
  malformed(
    'the payment as its constructor’s prototype',
    sealing((text) => `{"constructor":{"prototype":${text}}}`),
  ),
  malformed(
    'no sealed part',
    enveloped(() => '{"id":"1","event_type":"TRANSACTION.SUCCESS"}'),
  ),
  malformed(
    'a number for the sealed text',
    resealed(() => ({ ciphertext: 2800 })),
  ),
  malformed(
    'bytes that are no JSON, sealed',
    sealing(() => '\u0000\u0001'),
  ),
]
