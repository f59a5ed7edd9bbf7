import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { parseArgs } from 'node:util'
import type { SimulatorOptions } from '../types.ts'

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {}

/** What `weixin-simulator` without a command was asked for. */
export interface ServeOptions extends SimulatorOptions {
  port: number
  /** What is printed: for a person, one line of JSON, or lines for a .env file. */
  print: 'text' | 'json' | 'env'
  /** Calls are not shown. */
  isQuiet: boolean
}

/** The port when none is named; a taken one is followed by the next free one. */
export const USUAL_PORT = 7788

function readPort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535)
    throw new UsageError(`--port ${text} is no port`)
  return Number(text)
}

function readAddress(text: string): string {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text))
    throw new UsageError(`--url ${text} is no http or https address`)
  return text
}

function readAuthority(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`--notify-ca ${path} cannot be read: ${why}`)
  }
}

/** The first address by which other machines of the network reach this one. */
export function lanAddress(): string | undefined {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return all.find(({ family, internal }) => family === 'IPv4' && !internal)?.address
}

/** Reads the options of a start; throws a UsageError for what it does not know. */
export function readServeOptions(args: readonly string[]): ServeOptions {
  const { values } = parse(args)
  const port = values.port === undefined ? USUAL_PORT : readPort(values.port)
  const lan = values.lan ? lanAddress() : undefined
  if (values.lan && lan === undefined) throw new UsageError('--lan: there is no network')
  const host = values.host ?? (lan === undefined ? undefined : '0.0.0.0')
  const { name, folder, seed, token, page } = values
  const url = values.url === undefined ? undefined : readAddress(values.url)
  const ca = values['notify-ca']
  return {
    port,
    print: values.json ? 'json' : values.env ? 'env' : 'text',
    isQuiet: values.quiet,
    ...(host !== undefined && { host }),
    ...(url !== undefined && { url }),
    ...(url === undefined && lan !== undefined && { lan }),
    ...(name !== undefined && { name }),
    ...(folder !== undefined && { folder }),
    ...(seed !== undefined && { seed }),
    ...(token !== undefined && { token }),
    ...(page !== undefined && { page }),
    ...(ca !== undefined && { notifyCa: readAuthority(ca) }),
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', short: 'p' },
        host: { type: 'string' },
        lan: { type: 'boolean', default: false },
        url: { type: 'string' },
        token: { type: 'string' },
        name: { type: 'string' },
        folder: { type: 'string' },
        seed: { type: 'string' },
        page: { type: 'string' },
        'notify-ca': { type: 'string' },
        json: { type: 'boolean', default: false },
        env: { type: 'boolean', default: false },
        quiet: { type: 'boolean', short: 'q', default: false },
      },
    })
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}
