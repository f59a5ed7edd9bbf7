import { existsSync, readFileSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseEnv } from 'node:util'
import type { VerifyFile } from '../doctor/context.ts'
import type { Configuration } from '../doctor/run-doctor.ts'
import { internals } from '../internals.ts'
import type { WeixinOptions } from '../options/options.ts'
import type { Weixin } from '../weixin.ts'
import { UsageError, type DoctorArguments } from './arguments.ts'
import { hasConfiguration, missingNames, optionsOfEnvironment } from './environment.ts'

/** What is looked for in the current folder where no file is named. */
const USUAL_NAMES = [
  'weixin.config.mjs',
  'weixin.config.js',
  'weixin.config.ts',
  'weixin.config.mts',
]

/** The configuration, and where it came from. */
export interface Loaded {
  source: string
  configuration: Configuration
}

/** From the file, else from the environment. Throws `UsageError` where there is neither. */
export async function loadConfiguration(
  { config, envFile }: Pick<DoctorArguments, 'config' | 'envFile'>,
  { env, cwd }: { env: NodeJS.ProcessEnv; cwd: string },
): Promise<Loaded> {
  const file = config ?? USUAL_NAMES.find((name) => existsSync(resolve(cwd, name)))
  if (envFile !== undefined) readEnvFile(resolve(cwd, envFile), env)
  if (file !== undefined) {
    const path = resolve(cwd, file)
    if (!existsSync(path)) throw new UsageError(`--config ${file}: there is no such file`)
    return { source: file, configuration: await importConfiguration(path) }
  }
  if (hasConfiguration(env)) {
    const missing = missingNames(env)
    if (missing.length > 0) throw new UsageError(`The environment lacks ${missing.join(', ')}.`)
    return {
      source: 'WEIXIN_*',
      configuration: { kind: 'options', options: optionsOfEnvironment(env) },
    }
  }
  throw new UsageError(
    `There is no configuration: no ${USUAL_NAMES.join(', ')} here, and no WEIXIN_APP_ID in the environment. Name a file with --config, or a .env file with --env-file.`,
  )
}

/** The environment goes before the file, as with node --env-file. */
function readEnvFile(path: string, env: NodeJS.ProcessEnv): void {
  if (!existsSync(path)) throw new UsageError(`--env-file: there is no ${path}`)
  for (const [name, value] of Object.entries(parseEnv(readFileSync(path, 'utf8'))))
    env[name] ??= value
}

async function importConfiguration(path: string): Promise<Configuration> {
  let exports: Record<string, unknown>
  try {
    exports = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as Record<string, unknown>
  } catch (error) {
    const { code, name } = Object(error) as { code?: unknown; name?: unknown }
    if (code === 'ERR_UNKNOWN_FILE_EXTENSION')
      throw new UsageError(
        `${basename(path)}: Node ${process.versions.node} does not run TypeScript; Node 22.18 and later do, or name a .mjs file`,
      )
    // createWeixin itself refused the options: that is what the doctor is for.
    if (name === 'WeixinError') return { kind: 'error', error }
    throw error
  }
  return readExports(exports, basename(path))
}

function readExports(exports: Record<string, unknown>, file: string): Configuration {
  const given: unknown = exports['weixin'] ?? exports['options'] ?? exports['default']
  if (typeof given !== 'object' || given === null)
    throw new UsageError(
      `${file}: export the options of createWeixin, or what it returned, as default, options or weixin`,
    )
  if (isInstance(given)) return { kind: 'instance', weixin: given }
  if (isForeignInstance(given))
    throw new UsageError(
      `${file}: its instance comes from another copy of koa-weixin than this command; run the command of the same installation (npx koa-weixin doctor, in the folder of the app), or export the options`,
    )
  return { kind: 'options', options: given as WeixinOptions }
}

function isInstance(given: object): given is Weixin {
  return internals in given
}

function isForeignInstance(given: object): boolean {
  return 'jssdk' in given && 'settleInbox' in given
}

/** A path is read, a name alone is asked of the server only. */
export function readVerifyFiles(paths: readonly string[], cwd: string): VerifyFile[] {
  return paths.map((path) => {
    const file = resolve(cwd, path)
    const content = existsSync(file) ? readFileSync(file, 'utf8') : null
    const name = basename(path)
    if (!/^MP_verify_[0-9A-Za-z]{16}\.txt$/.test(name))
      throw new UsageError(`--verify-file ${name}: it is named like MP_verify_AbCdEfGh12345678.txt`)
    return { name, content }
  })
}
