#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { createSimulator } from './simulator.ts'
import type { LogEntry, SimulatorOptions } from './types.ts'

const HELP = `weixin-simulator: a WeChat of your own on this machine. No real money moves.

  --port N         default 0: any free port
  --host HOST      default 127.0.0.1
  --name NAME      the account's and the merchant's display name
  --folder FOLDER  keep ids, keys, users and orders here; default: memory only
  --json           print one line of JSON (address and credentials) and nothing else
  --help`

/** A refused call in two lines: what WeChat answered, and why. */
function refused({ call, response, reason }: LogEntry): string {
  const { status, code = '' } = response
  return `✗ ${call} → ${status} ${code}\n  ${reason?.en}\n  ${reason?.zh}\n`
}

function readOptions(): SimulatorOptions & { json: boolean } {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '0' },
      host: { type: 'string' },
      name: { type: 'string' },
      folder: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    console.log(HELP)
    process.exit(0)
  }
  const { port, host, name, folder, json } = values
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`--port ${port} is no port`)
  return {
    port: Number(port),
    json,
    ...(host !== undefined && { host }),
    ...(name !== undefined && { name }),
    ...(folder !== undefined && { folder }),
  }
}

async function run(): Promise<void> {
  const { json, ...options } = readOptions()
  const onCall = (entry: LogEntry): void => {
    if (entry.reason) process.stderr.write(refused(entry))
  }
  const weixin = await createSimulator({ ...options, onCall })
  const stop = (): void => {
    void weixin.close().then(() => process.exit(0))
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  if (json) {
    console.log(
      JSON.stringify({ url: weixin.url, secureUrl: weixin.secureUrl, ...weixin.credentials }),
    )
    return
  }
  console.log(`模拟微信 weixin-simulator  ${weixin.url}  不会真实扣款 · no real money

  appId ${weixin.credentials.appId} · mchId ${weixin.credentials.mchId} · users ${weixin
    .users()
    .map((user) => user.nickname)
    .join('、')}
  log   ${weixin.url}/simulator/log
  --json prints the keys for a program`)
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
