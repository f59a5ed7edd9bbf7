#!/usr/bin/env node
import './node-version.ts'
import { readFileSync } from 'node:fs'
import { UsageError } from './cli/options.ts'
import { HELP } from './cli/text.ts'

/** From package.json, which lies above `src` and above `dist`. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version: packageVersion }: { version: string } = JSON.parse(text)
  return packageVersion
}

const print = (value: unknown): void => {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`)
}

/** A command is loaded when it is asked for: help and version answer at once. */
async function run(args: readonly string[]): Promise<void> {
  const [command, ...rest] = args
  if (args.some((one) => one === '-h' || one === '--help')) {
    process.stdout.write(HELP)
  } else if (args.some((one) => one === '-v' || one === '--version')) {
    process.stdout.write(`${version()}\n`)
  } else if (command === undefined || command.startsWith('-')) {
    const { serve } = await import('./cli/serve.ts')
    await serve(args)
  } else if (command === 'trigger' || command === 'call' || command === 'list') {
    const remote = await import('./cli/remote.ts')
    if (command === 'list') process.stdout.write(remote.list())
    else print(await remote[command](rest))
  } else throw new UsageError(`There is no command ${command}. See weixin-simulator --help.`)
}

// What is printed is read no longer, as after `| head`: there is nothing left to do.
process.stdout.on('error', (error) => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
})

run(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
