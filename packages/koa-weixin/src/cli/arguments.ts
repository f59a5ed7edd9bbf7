import { parseArgs } from 'node:util'
import type { Text } from '../errors/catalogue/entry.ts'

/** The command line is wrong: exit code 2. */
export class UsageError extends Error {
  readonly text: Text

  constructor(en: string, zh: string) {
    super(en)
    this.text = { en, zh }
  }
}

/** The language of what is printed. */
export type Language = 'zh' | 'en'

/** What `koa-weixin doctor` was asked for. */
export interface DoctorArguments {
  /** The configuration file; undefined: one of the usual names, else the environment. */
  config: string | undefined
  /** A .env file that is read before the environment. */
  envFile: string | undefined
  /** Files of WeChat's console, by name or path. */
  verifyFiles: readonly string[]
  /** Ids of checks that are left out. */
  skip: readonly string[]
  isOffline: boolean
  /** Goes through WeChat's integration check-list too. */
  isLaunch: boolean
  isJson: boolean
}

/** Every option of every command. */
const OPTIONS = {
  config: { type: 'string', short: 'c' },
  'env-file': { type: 'string' },
  'verify-file': { type: 'string', multiple: true },
  skip: { type: 'string', multiple: true },
  offline: { type: 'boolean' },
  launch: { type: 'boolean' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
} as const

/** The command line, read. */
export interface Arguments extends DoctorArguments {
  command: string | undefined
  /** What stands behind the command. */
  operands: readonly string[]
  language: Language
  isHelp: boolean
  isVersion: boolean
}

/** Throws `UsageError` for what no command takes. */
export function readArguments(args: readonly string[], env: NodeJS.ProcessEnv): Arguments {
  const { values, positionals } = parse(args)
  const [command, ...operands] = positionals
  return {
    command,
    operands,
    language: languageOf(values.lang, env),
    config: values.config,
    envFile: values['env-file'],
    verifyFiles: values['verify-file'] ?? [],
    skip: values.skip ?? [],
    isOffline: values.offline ?? false,
    isLaunch: values.launch ?? false,
    isJson: values.json ?? false,
    isHelp: values.help ?? false,
    isVersion: values.version ?? false,
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    throw new UsageError(message, `命令行有误：${message}`)
  }
}

function languageOf(given: string | undefined, env: NodeJS.ProcessEnv): Language {
  if (given === 'zh' || given === 'en') return given
  if (given !== undefined)
    throw new UsageError(`--lang ${given}: zh or en`, `--lang ${given}：只能是 zh 或 en`)
  return languageOfEnvironment(env)
}

/** As POSIX has it: LC_ALL goes before LC_MESSAGES, and that before LANG. */
function languageOfEnvironment(env: NodeJS.ProcessEnv): Language {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || ''
  return /^zh/i.test(locale) ? 'zh' : 'en'
}

/** The language in which a wrong command line is refused: the part that names one may still be right. */
export function languageOfRefusal(args: readonly string[], env: NodeJS.ProcessEnv): Language {
  const [, given] = / --lang[ =](zh|en) /.exec(` ${args.join(' ')} `) ?? []
  return languageOf(given, env)
}
