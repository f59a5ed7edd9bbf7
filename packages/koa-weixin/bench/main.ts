import { cpus } from 'node:os'
import { coldCalls } from './cold.ts'
import type { Comparison } from './compare.ts'
import { configEndpoint, notifyEndpoint } from './endpoints.ts'
import { makeFixture } from './fixture.ts'
import { noticeOpening } from './notice.ts'
import { pageSigning, requestSigning } from './signing.ts'

const from = performance.now()
const fixture = makeFixture()
const cores = cpus()

console.log(`
Node ${process.versions.node}, ${cores.length} × ${cores[0]?.model ?? 'unknown'}
CPU time; ratio = limit / ours, median of 21 alternating rounds (middle half in brackets)

                                     ratio              aim         ours       limit`)

for (const bench of [pageSigning, configEndpoint, requestSigning, noticeOpening, notifyEndpoint]) {
  console.log(row(await bench(fixture)))
}

const { requests, token, ticket } = await coldCalls()
const isOnce = token === 1 && ticket === 1
console.log(`
${isOnce ? '✓' : '✗'} ${requests} cold requests at once: ${token} token and ${ticket} ticket call (aim 1 and 1)

${((performance.now() - from) / 1000).toFixed(0)} s`)
process.exit(0)

function row({ name, ratio, low, high, aim, ours, limit }: Comparison): string {
  const spread = `${ratio.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
  const mark = ratio >= aim ? '✓' : '✗'
  const micros = (time: number): string => `${time.toFixed(2)} µs`.padStart(11)
  return `${mark} ${name.padEnd(35)}${spread.padEnd(18)} ${aim.toFixed(2)} ${micros(ours)} ${micros(limit)}`
}
