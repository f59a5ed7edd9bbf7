import { runDoctor } from '../doctor/run-doctor.ts'
import { launchRows } from '../doctor/launch.ts'
import { loadConfiguration, readVerifyFiles } from './configuration.ts'
import type { Arguments } from './arguments.ts'
import { paintFor } from './paint.ts'
import { printedLaunch } from './print-launch.ts'
import { printedCheck, printedSummary } from './print-report.ts'

/** What a command needs of its process. */
export interface Process {
  env: NodeJS.ProcessEnv
  cwd: string
  stdout: { isTTY?: boolean; write(text: string): unknown }
  stderr: { isTTY?: boolean; write(text: string): unknown }
}

/** `koa-weixin doctor`: gives the exit code, 1 where a check failed. */
export async function doctor(given: Arguments, process: Process): Promise<number> {
  const { env, cwd, stdout, stderr } = process
  const { language, isJson, isLaunch, skip, isOffline } = given
  const { source, configuration } = await loadConfiguration(given, { env, cwd })
  const verifyFiles = readVerifyFiles(given.verifyFiles, cwd)
  const style = { language, paint: paintFor(stdout, env) }
  const { paint } = style
  const isLive = stderr.isTTY === true && !isJson
  if (!isJson) stdout.write(`${paint.bold('koa-weixin doctor')}  ${source}\n\n`)

  // Every other check needs the options: where they are wrong, that is all there is to read.
  let areOptionsWrong = false
  const { report, context } = await runDoctor(configuration, {
    verifyFiles,
    skip,
    isOffline,
    // A check may wait for WeChat for seconds: a person sees which one.
    onStart: ({ title }) => void (isLive && stderr.write(`… ${title[language]}\r`)),
    onEnd(check) {
      if (isLive) stderr.write('\u001b[2K\r')
      if (!isJson && !areOptionsWrong) stdout.write(printedCheck(check, style))
      if (check.id === 'options' && check.status === 'failed') areOptionsWrong = true
    },
  })
  const rows = isLaunch && context ? launchRows(context, report) : []
  if (isJson)
    stdout.write(
      `${JSON.stringify({ source, ...report, ...(isLaunch && { launch: rows }) }, null, 2)}\n`,
    )
  else stdout.write(printedSummary(report, style) + (isLaunch ? printedLaunch(rows, style) : ''))
  return report.isHealthy && rows.every(({ status }) => status !== 'missing') ? 0 : 1
}
