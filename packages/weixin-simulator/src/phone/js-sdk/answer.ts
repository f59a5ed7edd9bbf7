import type { SdkOutcome } from '../../types.ts'
import { findCommand, isKnownCommand, type CommandFacts } from './commands.ts'

/** What the bridge hands to the page's callback; null: nothing, ever. */
export type SdkResponse = Record<string, unknown> | null

export interface CommandCall extends Omit<CommandFacts, 'given'> {
  native: string
  /** Whether the last good wx.config of this address lists the command. */
  isGranted: boolean
}

/** The client's answer to one command, as the outcome that is set for it says. */
export function answerCommand(call: CommandCall, outcome: SdkOutcome | undefined): SdkResponse {
  const { native, args, environment } = call
  if (native === 'checkJsApi') return checkJsApi(call)
  if (native === 'invokeMiniProgramAPI')
    return environment === 'mini-program'
      ? { err_msg: 'invokeMiniProgramAPI:ok' }
      : { err_msg: 'system:function_not_exist' }
  const command = findCommand(native)
  if (!command) return { err_msg: 'system:function_not_exist' }
  if (command.needsConfig && !call.isGranted)
    return { errMsg: `${command.wx}:fail, the permission value is offline verifying` }
  if (outcome?.kind === 'silent') return null
  if (outcome?.kind === 'cancel') return { err_msg: `${native}:cancel` }
  // The client's words for a refused permission are not documented.
  if (outcome?.kind === 'deny') return { err_msg: `${native}:fail_auth denied` }
  const given = (outcome?.kind === 'answer' && outcome.fields) || {}
  const facts: CommandFacts = { ...call, args, given }
  const fields = command.fields?.(facts) ?? {}
  const replaced = Object.entries(given).filter(([name]) => name in fields)
  const isShaped = ['chooseImage', 'scanQRCode', 'getNetworkType'].includes(native)
  return {
    err_msg: command.message?.(facts) ?? `${native}:ok`,
    ...fields,
    // These three have put the given fields into the form that the environment wants.
    ...(!isShaped && Object.fromEntries(replaced)),
  }
}

function checkJsApi({ args, isAndroid }: CommandCall): SdkResponse {
  const names: unknown[] = Array.isArray(args['jsApiList']) ? args['jsApiList'] : []
  const checkResult = Object.fromEntries(
    names.map((native) => [String(native), isKnownCommand(String(native))]),
  )
  return {
    err_msg: 'checkJsApi:ok',
    checkResult: isAndroid ? JSON.stringify(checkResult) : checkResult,
  }
}
