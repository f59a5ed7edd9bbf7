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
import { hasConfiguration, missingNames, optionsOfEnvironment, quotedNames } from './environment.ts'

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
    if (!existsSync(path))
      throw new UsageError(
        `--config ${file}: there is no such file`,
        `--config ${file}：文件不存在`,
      )
    return { source: file, configuration: await importConfiguration(path) }
  }
  if (hasConfiguration(env)) {
    const missing = missingNames(env)
    if (missing.length > 0)
      throw new UsageError(
        `The environment lacks ${missing.join(', ')}.`,
        `环境变量缺少 ${missing.join('、')}。`,
      )
    return { source: 'WEIXIN_*', configuration: configurationOfEnvironment(env) }
  }
  throw new UsageError(
    `There is no configuration: no ${USUAL_NAMES.join(', ')} here, and no WEIXIN_APP_ID in the environment. Name a file with --config, or a .env file with --env-file.`,
    `没有找到配置：当前目录没有 ${USUAL_NAMES.join('、')}，环境变量中也没有 WEIXIN_APP_ID。请用 --config 指定配置文件，或用 --env-file 指定 .env 文件。`,
  )
}

/** The environment goes before the file, as with node --env-file. */
function readEnvFile(path: string, env: NodeJS.ProcessEnv): void {
  if (!existsSync(path))
    throw new UsageError(`--env-file: there is no ${path}`, `--env-file：${path} 不存在`)
  // The byte order mark that some editors of Windows write would belong to the first name.
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  for (const [name, value] of Object.entries(parseEnv(text))) env[name] ??= value
}

function configurationOfEnvironment(env: NodeJS.ProcessEnv): Configuration {
  const quoted = quotedNames(env)
  if (quoted.length > 0)
    throw new UsageError(
      `The quotes around ${quoted.join(', ')} are a part of the value, as with docker --env-file. Remove them.`,
      `${quoted.join('、')} 的值带有引号（docker --env-file 会把引号当作值的一部分），请去掉引号。`,
    )
  return { kind: 'options', options: optionsOfEnvironment(env), areHandlersKnown: false }
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
        `${basename(path)}：Node ${process.versions.node} 不能直接运行 TypeScript，请使用 Node 22.18 及以上，或改用 .mjs 文件`,
      )
    // createWeixin itself refused the options: that is what the doctor is for.
    if (name === 'WeixinError') return { kind: 'error', error }
    // The message of a syntax error names no place; its stack begins with one.
    if (error instanceof SyntaxError)
      throw new UsageError(
        `${placeOf(error) ?? basename(path)}: ${error.message}`,
        `${placeOf(error) ?? basename(path)}：语法错误：${error.message}`,
      )
    throw error
  }
  return readExports(exports, basename(path))
}

/** `weixin.config.mjs:12`, from the first line of a syntax error's stack. */
function placeOf({ stack = '' }: Error): string | undefined {
  return /^file:\/\/.*\/([^/\n]+:\d+)$/m.exec(stack)?.[1]
}

function readExports(exports: Record<string, unknown>, file: string): Configuration {
  const given: unknown = exports['weixin'] ?? exports['options'] ?? exports['default']
  if (typeof given !== 'object' || given === null)
    throw new UsageError(
      `${file}: export the options of createWeixin, or what it returned, as default, options or weixin`,
      `${file}：请以 default、options 或 weixin 导出 createWeixin 的选项或返回值`,
    )
  if (isInstance(given)) return { kind: 'instance', weixin: given }
  if (isForeignInstance(given))
    throw new UsageError(
      `${file}: its instance comes from another copy of koa-weixin than this command; run the command of the same installation (npx koa-weixin doctor, in the folder of the app), or export the options`,
      `${file}：导出的实例来自另一份 koa-weixin，请在应用目录中运行 npx koa-weixin doctor，或改为导出选项`,
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
      throw new UsageError(
        `--verify-file ${name}: it is named like MP_verify_AbCdEfGh12345678.txt`,
        `--verify-file ${name}：文件名应形如 MP_verify_AbCdEfGh12345678.txt`,
      )
    return { name, content }
  })
}
