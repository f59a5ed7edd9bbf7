import { brotliCompressSync, gzipSync } from 'node:zlib'
import { signedHeaders, FORGER_KEY } from '../as-weixin.ts'
import { genuine, post, signed, type Attack, type Forge, type Fixture } from './fixture.ts'
import { headOf, type Front, type Sent } from './raw-http.ts'

const MIB = 1024 * 1024
const from =
  (sent: Forge, more: Partial<Sent>): Forge =>
  (fixture) => ({ ...sent(fixture), ...more })
/** Right but for the signature, which a stranger cannot make. */
const forged = signed((body) => signedHeaders(body, { privateKey: FORGER_KEY }))
const typed =
  (type: string, front: Front = 'nothing'): Forge =>
  (fixture) => {
    const sent = forged(fixture)
    return { ...sent, front, headers: { ...sent.headers, 'content-type': type } }
  }
const raw =
  (write: (headers: Record<string, string>, body: string) => NonNullable<Sent['raw']>): Forge =>
  (fixture: Fixture) => {
    const { headers, body } = genuine(fixture)
    return { headers: {}, body: '', raw: write(headers as Record<string, string>, String(body)) }
  }

/** Signed over the bytes that are sent: only what they turn out to be is wrong. */
const packed =
  (
    encoding: 'gzip' | 'br',
    front: Front = 'nothing',
    text = (body: string): string => body,
  ): Forge =>
  (fixture) => {
    const body = text(String(genuine(fixture).body))
    const bytes = encoding === 'gzip' ? gzipSync(body) : brotliCompressSync(body)
    return {
      ...post({ ...signedHeaders(bytes), 'content-encoding': encoding }, bytes),
      front,
    }
  }
const zeros = (): string => '0'.repeat(10 * MIB)

/** Bodies that are too large, too slow, packed, eaten, or not as long as they say. */
export const bodyAttacks: Attack[] = [
  [
    '10 MB',
    (fixture) => post(genuine(fixture).headers, 'x'.repeat(10 * MIB)),
    413,
    'body-too-large',
  ],
  [
    'one byte more than a MiB',
    (fixture) => post(genuine(fixture).headers, 'x'.repeat(MIB + 1)),
    413,
    'body-too-large',
  ],
  [
    '10 MB in pieces without a length',
    from(genuine, { chunks: Array.from({ length: 160 }, () => 'x'.repeat(MIB / 16)) }),
    413,
    'body-too-large',
  ],
  [
    '10 MB of JSON behind koa-body',
    from((fixture) => post(genuine(fixture).headers, JSON.stringify(zeros())), {
      front: 'koa-body, bytes kept',
    }),
    413,
    null,
  ],
  ['a gzip of the genuine notification', packed('gzip'), 400, 'notification-malformed'],
  ['a brotli of the genuine notification', packed('br'), 400, 'notification-malformed'],
  ['a gzip bomb', packed('gzip', 'nothing', zeros), 400, 'notification-malformed'],
  ['a brotli bomb', packed('br', 'nothing', zeros), 400, 'notification-malformed'],
  ['a gzip bomb behind koa-body', packed('gzip', 'koa-body, bytes kept', zeros), 413, null],
  ['a brotli bomb behind koa-body', packed('br', 'koa-body, bytes kept', zeros), 413, null],
  ['a gzip bomb behind @koa/bodyparser', packed('gzip', '@koa/bodyparser', zeros), 413, null],
  [
    'labelled gzip but not compressed, behind koa-body',
    (fixture) => {
      const sent = genuine(fixture)
      return {
        ...sent,
        front: 'koa-body, bytes kept',
        headers: { ...sent.headers, 'content-encoding': 'gzip' },
      }
    },
    500,
    null,
  ],
  ['a parser kept nothing', from(genuine, { front: 'koa-body' }), 500, 'body-eaten'],
  [
    'a form, kept by no parser',
    (fixture) => {
      const sent = genuine(fixture)
      return {
        ...sent,
        front: 'koa-body',
        headers: { ...sent.headers, 'content-type': 'application/x-www-form-urlencoded' },
      }
    },
    500,
    'body-eaten',
  ],
  ['forged, as text', typed('text/plain'), 401, 'signature-wrong'],
  ['forged, as XML', typed('text/xml'), 401, 'signature-wrong'],
  ['forged, as a form', typed('application/x-www-form-urlencoded'), 401, 'signature-wrong'],
  ['forged, as a file', typed('multipart/form-data; boundary=x'), 401, 'signature-wrong'],
  [
    'forged, in another alphabet',
    typed('application/json; charset=utf-16'),
    401,
    'signature-wrong',
  ],
  [
    'forged, as text behind koa-body',
    typed('text/plain', 'koa-body, bytes kept'),
    401,
    'signature-wrong',
  ],
  [
    'forged, as a form behind koa-body',
    typed('application/x-www-form-urlencoded', 'koa-body, bytes kept'),
    401,
    'signature-wrong',
  ],
  [
    'forged, as JSON behind @koa/bodyparser',
    typed('application/json', '@koa/bodyparser'),
    401,
    'signature-wrong',
  ],
  [
    'forged, behind a parser that is not for it',
    typed('text/xml', '@koa/bodyparser'),
    401,
    'signature-wrong',
  ],
  [
    'a length longer than the body, and silence',
    raw((headers, body) => ({
      head: headOf({ ...headers, 'content-length': String(Buffer.byteLength(body) + 10) }, body),
      isEnded: false,
    })),
    408,
    'body-too-slow',
  ],
  [
    'a piece, and then silence',
    raw((headers, body) => ({
      head: headOf(
        { ...headers, 'transfer-encoding': 'chunked' },
        `${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`,
      ),
      isEnded: false,
    })),
    408,
    'body-too-slow',
  ],
  [
    'a length longer than the body, and the end',
    raw((headers, body) => ({
      head: headOf({ ...headers, 'content-length': String(Buffer.byteLength(body) + 10) }, body),
      isEnded: true,
    })),
    400,
    null,
  ],
  [
    'a length shorter than the body',
    raw((headers, body) => ({
      head: headOf({ ...headers, 'content-length': '10', connection: 'close' }, body),
      isEnded: false,
    })),
    400,
    null,
  ],
  [
    'two lengths',
    raw((headers, body) => ({
      head: headOf(
        { ...headers, 'content-length': String(Buffer.byteLength(body)), 'Content-Length': '10' },
        body,
      ),
      isEnded: false,
    })),
    400,
    null,
  ],
  [
    'a length and pieces',
    raw((headers, body) => ({
      head: headOf(
        { ...headers, 'content-length': '10', 'transfer-encoding': 'chunked' },
        `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`,
      ),
      isEnded: false,
    })),
    400,
    null,
  ],
  [
    'a negative length',
    raw((headers, body) => ({
      head: headOf({ ...headers, 'content-length': '-1' }, body),
      isEnded: false,
    })),
    400,
    null,
  ],
  [
    'headers of 100 KB',
    (fixture) => post({ ...genuine(fixture).headers, 'x-long': 'x'.repeat(100_000) }, ''),
    431,
    null,
  ],
]
