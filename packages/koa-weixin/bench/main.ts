import { cpus } from 'node:os'
import { coldCalls } from './cold.ts'
import type { Comparison } from './compare.ts'
import { diagnosticsOff, diagnosticsOn } from './diagnostics.ts'
import { configEndpoint, notifyEndpoint, notifyEndpointV2 } from './endpoints.ts'
import { eventLoop } from './event-loop.ts'
import { makeFixture } from './fixture.ts'
import { notificationOpening } from './notification.ts'
import { pageParameters, pageSigning, requestSigning, textAndHash } from './signing.ts'
import { parsingV2, signingV2, writingV2 } from './v2.ts'

const from = performance.now()
const fixture = makeFixture()
const cores = cpus()

console.log(`
Node ${process.versions.node}, ${cores.length} × ${cores[0]?.model ?? 'unknown'}
Ratio: CPU time of the limit / ours, median of alternating rounds (their middle half)
·: for orientation, a part of the gap that is there without koa-weixin

${columns('', '', 'ratio', '', 'aim', 'ours', 'limit')}`)

for (const bench of [
  pageSigning,
  textAndHash,
  configEndpoint,
  requestSigning,
  pageParameters,
  notificationOpening,
  notifyEndpoint,
  signingV2,
  parsingV2,
  writingV2,
  notifyEndpointV2,
  diagnosticsOff,
  diagnosticsOn,
]) {
  const { name, ratio, low, high, aim, ours, limit } = await bench(fixture)
  console.log(
    columns(
      markOf({ ratio, aim }),
      name,
      ratio.toFixed(2),
      `(${low.toFixed(2)}–${high.toFixed(2)})`,
      aim?.toFixed(2) ?? '',
      `${ours.toFixed(2)} µs`,
      `${limit.toFixed(2)} µs`,
    ),
  )
}

const { signatures, ours, limit, ratio, aim } = await eventLoop(fixture)
console.log(`
${ratio < aim ? '✓' : '✗'} ${signatures} signatures at once: the event loop's p99 delay is ${ours.toFixed(1)} ms, ${limit.toFixed(1)} ms when signed synchronously: ${ratio.toFixed(2)} of it (aim: under ${aim})`)

const { requests, token, ticket } = await coldCalls()
console.log(`${token === 1 && ticket === 1 ? '✓' : '✗'} ${requests} cold requests at once: ${token} token and ${ticket} ticket call (aim 1 and 1)

${((performance.now() - from) / 1000).toFixed(0)} s`)
process.exit(0)

function markOf({ ratio, aim }: Pick<Comparison, 'ratio' | 'aim'>): string {
  if (aim === null) return '·'
  return ratio >= aim ? '✓' : '✗'
}

function columns(mark: string, name: string, ...[ratio = '', ...rest]: string[]): string {
  const [spread = '', aim = '', ours = '', limit = ''] = rest
  return [
    mark.padEnd(1),
    name.padEnd(36),
    ratio.padStart(5),
    spread.padEnd(11),
    aim.padStart(5),
    ours.padStart(10),
    limit.padStart(10),
  ].join(' ')
}
