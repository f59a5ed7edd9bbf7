#!/usr/bin/env node
import './node-version.ts'
import { readFileSync } from 'node:fs'
import { languageOfRefusal, readArguments, UsageError } from './cli/arguments.ts'
import { help } from './cli/help.ts'
import type { ErrorTables } from './errors/error-tables.ts'

/** From package.json, which lies above `src` and above `dist`. */
function version(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  const { version: packageVersion } = JSON.parse(text) as { version: string }
  return packageVersion
}

/** `koa-weixin/errors.json`, which lies beside `src` and `dist` alike. */
function readTables(): ErrorTables {
  const text = readFileSync(new URL('./errors/errors.json', import.meta.url), 'utf8')
  return JSON.parse(text) as ErrorTables
}

/** A command is loaded when it is asked for: help and version answer at once. Gives the exit code. */
async function run(args: readonly string[]): Promise<number> {
  const { env, stdout, stderr } = process
  const given = readArguments(args, env)
  if (given.isVersion) stdout.write(`${version()}\n`)
  else if (given.isHelp || given.command === undefined) stdout.write(help(given.language))
  else if (given.command === 'doctor') {
    const { doctor } = await import('./cli/doctor.ts')
    return doctor(given, { env, cwd: process.cwd(), stdout, stderr })
  } else if (given.command === 'explain') {
    const { explain } = await import('./cli/explain.ts')
    return explain(given, { stdout, tables: readTables() })
  } else
    throw new UsageError(
      `There is no command ${given.command}. See koa-weixin --help.`,
      `没有 ${given.command} 命令，请查看 koa-weixin --help。`,
    )
  return 0
}

/** A configuration may hold connections open, such as that of its cache: the process ends all the same. */
function end(code: number): void {
  process.exitCode = code
  process.stdout.write('', () => process.exit(code))
}

const args = process.argv.slice(2)
run(args).then(end, (error: unknown) => {
  const isUsage = error instanceof UsageError
  const message = error instanceof Error ? error.message : String(error)
  const text = isUsage ? error.text[languageOfRefusal(args, process.env)] : message
  process.stderr.write(`${text}\n`)
  end(isUsage ? 2 : 1)
})
