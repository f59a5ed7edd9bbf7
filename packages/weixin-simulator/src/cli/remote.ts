import { parseArgs } from 'node:util'
import { callControl } from '../control/client.ts'
import { FAULTS } from '../control/fault-table.ts'
import { fromText, type Fields } from '../control/fields.ts'
import { CONTROLS } from '../control/table.ts'
import type { Control } from '../control/table/control.ts'
import { USUAL_PORT, UsageError } from './options.ts'

function describe(name: string, about: string, fields: Fields): string {
  const lines = Object.entries(fields).map(([field, { type, about: what, required }]) => {
    const shown = `--${field} <${type}>${required ? '' : ' (optional)'}`
    return `      ${shown.padEnd(34)} ${what}`
  })
  return [`  ${name.padEnd(26)} ${about}`, ...lines].join('\n')
}

/** All faults and controls with their fields. */
export function list(): string {
  const faults = Object.entries(FAULTS).map(([name, { en, fields }]) => describe(name, en, fields))
  const controls = Object.entries(CONTROLS).map(([name, { about, fields }]) =>
    describe(name, about, fields),
  )
  return `Faults (weixin-simulator trigger …)\n${faults.join('\n')}\n\nControls (weixin-simulator call …)\n${controls.join('\n')}\n`
}

interface Target {
  url: string
  token: string | undefined
  body: Record<string, unknown>
}

/** `--url` and `--token` name the simulator, unless the fields have these names themselves. */
function readTarget(args: readonly string[], fields: Fields): Target {
  const names = Object.keys(fields)
  try {
    const { values } = parseArgs({
      args: [...args],
      options: Object.fromEntries(
        ['url', 'token', 'at', ...names].map((name) => [name, { type: 'string' as const }]),
      ),
    })
    const given = Object.entries(values).filter(([name]) => names.includes(name))
    const body = given.map(([name, text]) => {
      const field = fields[name]
      return [name, field ? fromText(field, String(text)) : text]
    })
    const own = names.includes('url') ? values['at'] : (values['url'] ?? values['at'])
    return {
      url: typeof own === 'string' ? own : `http://localhost:${USUAL_PORT}`,
      token: typeof values['token'] === 'string' ? values['token'] : undefined,
      body: Object.fromEntries(body),
    }
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

async function send(
  method: string,
  path: `/${string}`,
  { url, token, body }: Target,
): Promise<unknown> {
  try {
    return await callControl(url, { method, path, body }, { ...(token !== undefined && { token }) })
  } catch (error) {
    if (error instanceof TypeError)
      throw new Error(`No simulator answers at ${url}. Start one, or name it by --url.`, {
        cause: error,
      })
    throw error
  }
}

/** What is wrong with the name after `trigger` or `call`. */
const named = (what: 'fault' | 'control', name: string): string =>
  name === '' ? `Name a ${what}.` : `There is no ${what} ${name}.`

/** `weixin-simulator trigger FAULT`: gives what is printed. */
export async function trigger([name = '', ...args]: readonly string[]): Promise<unknown> {
  const fault = Object.entries(FAULTS).find(([one]) => one === name)?.[1]
  if (!fault)
    throw new UsageError(`${named('fault', name)} Faults: ${Object.keys(FAULTS).join(', ')}.`)
  return send('POST', `/faults/${name}`, readTarget(args, fault.fields))
}

/** `weixin-simulator call CONTROL`: gives what is printed. */
export async function call([name = '', ...args]: readonly string[]): Promise<unknown> {
  const controls: [string, Control][] = Object.entries(CONTROLS)
  const control = controls.find(([one]) => one === name)?.[1]
  if (!control) {
    const known = Object.keys(CONTROLS).join(', ')
    throw new UsageError(`${named('control', name)} Controls: ${known}.`)
  }
  return send(control.method, control.path, readTarget(args, control.fields))
}
