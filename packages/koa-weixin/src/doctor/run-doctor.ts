import { performance } from 'node:perf_hooks'
import { asWeixinError } from '../errors/weixin-error.ts'
import { internalsOf } from '../internals.ts'
import type { WeixinOptions } from '../options/options.ts'
import { readOptions, type Settings } from '../options/settings.ts'
import type { Weixin } from '../weixin.ts'
import type { Check } from './check.ts'
import { checks } from './checks.ts'
import { createContext, type DoctorContext, type VerifyFile } from './context.ts'
import { fromError, ok, skipped } from './findings.ts'
import type { CheckReport, DoctorReport, Finding } from './report.ts'

/** What the app is configured with: its options, its instance, or the error that making one of them threw. */
export type Configuration =
  | {
      kind: 'options'
      options: WeixinOptions
      /** False where the options come from the environment, which holds none of the app's functions. @default true */
      areHandlersKnown?: boolean
    }
  | { kind: 'instance'; weixin: Weixin }
  | { kind: 'error'; error: unknown }

export interface DoctorOptions {
  /** @default [] */
  verifyFiles?: readonly VerifyFile[]
  /** Ids of checks that are left out. @default [] */
  skip?: readonly string[]
  /** Sends nothing: only what the configuration alone shows. @default false */
  isOffline?: boolean
  /** Called before each check. */
  onStart?: (check: Pick<Check, 'id' | 'title'>) => void
  /** Called after each check. */
  onEnd?: (report: CheckReport) => void
}

/** The report, and what a second look at the configuration works with; null where the options are invalid. */
export interface Examination {
  report: DoctorReport
  context: DoctorContext | null
}

const OPTIONS: Pick<Check, 'id' | 'title'> = {
  id: 'options',
  title: { en: 'The options of createWeixin', zh: 'createWeixin 的选项' },
}

/** Looks at everything in turn. Nothing here costs money, and nothing is left behind at WeChat. */
export async function runDoctor(
  configuration: Configuration,
  { verifyFiles = [], skip = [], isOffline = false, onStart, onEnd }: DoctorOptions = {},
): Promise<Examination> {
  const reports: CheckReport[] = []
  const useless = new Set<string>()
  let settings: Settings | undefined

  async function run(
    check: Pick<Check, 'id' | 'title'>,
    work: () => Finding | Promise<Finding>,
  ): Promise<void> {
    onStart?.(check)
    const from = performance.now()
    let finding: Finding
    try {
      finding = await work()
    } catch (thrown) {
      finding = fromError(asWeixinError(thrown))
    }
    if (finding.status === 'failed') useless.add(check.id)
    const { id, title } = check
    const report = { id, title, ...finding, milliseconds: Math.round(performance.now() - from) }
    reports.push(report)
    onEnd?.(report)
  }

  await run(OPTIONS, () => {
    settings = readSettings(configuration)
    return ok('Every option is known and valid.', '所有选项均有效。')
  })
  const { options, areHandlersKnown = true } =
    configuration.kind === 'options' ? configuration : { options: undefined }
  const context = settings
    ? createContext(settings, { options, areHandlersKnown, verifyFiles })
    : null
  for (const check of checks)
    await run(check, () => {
      const reason = reasonToSkip(check, { context, useless, skip, isOffline })
      if (!reason && context) return check.run(context)
      if (reason?.isUseless) useless.add(check.id)
      return reason?.finding ?? skipped('Not looked at.', '未检查。')
    })
  return {
    context,
    report: {
      appId: settings?.appId ?? null,
      mchId: settings?.merchant?.mchId ?? null,
      isHealthy: reports.every(({ status }) => status !== 'failed'),
      checks: reports,
    },
  }
}

function readSettings(configuration: Configuration): Settings {
  switch (configuration.kind) {
    case 'options':
      return readOptions(configuration.options)
    case 'instance':
      return internalsOf(configuration.weixin).settings()
    case 'error':
      throw configuration.error
  }
}

interface Circumstances {
  context: DoctorContext | null
  useless: ReadonlySet<string>
  skip: readonly string[]
  isOffline: boolean
}

/** Why a check is left out; `isUseless`: what needs it is left out too. */
function reasonToSkip(
  { id, needs = [], sends = false, forMerchant = false }: Check,
  { context, useless, skip, isOffline }: Circumstances,
): { finding: Finding; isUseless: boolean } | undefined {
  if (skip.includes(id))
    return { isUseless: false, finding: skipped('Left out by --skip.', '已用 --skip 跳过。') }
  if (isOffline && sends)
    return {
      isUseless: true,
      finding: skipped('Nothing is sent with --offline.', '--offline 时不发送请求。'),
    }
  const failed = ['options', ...needs].find((one) => useless.has(one))
  if (failed !== undefined)
    return {
      isUseless: true,
      finding: skipped(
        `Not checked: ${failed} has to be right first.`,
        `请先解决 ${failed} 的问题。`,
      ),
    }
  if (forMerchant && !context?.settings.merchant)
    return {
      isUseless: true,
      finding: skipped('There is no merchant in the options.', '未配置 merchant。'),
    }
  return undefined
}
