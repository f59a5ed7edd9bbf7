import type { Context } from '../context.ts'
import type { PhoneControls, RegisteredAddresses } from '../types.ts'
import { COMMANDS, findCommand } from './js-sdk/commands.ts'
import { checkRegistered, LIMITS } from './registered.ts'

/** What a test or a person may do to the simulated phone. */
export function createPhoneControls({ phone }: Context): PhoneControls {
  const lists = (): RegisteredAddresses => {
    const { lan, ...registered } = phone.registered
    void lan
    return structuredClone(registered)
  }
  return {
    commands: () =>
      COMMANDS.map(({ native, wx, en, zh, needsConfig, asksUser }) => {
        const outcome = phone.outcomes.get(native) ?? { kind: 'answer' }
        return { native, wx, en, zh, needsConfig, asksUser, outcome }
      }),
    setAnswer(name, outcome) {
      const command = findCommand(name) ?? COMMANDS.find(({ wx }) => wx === name)
      if (!command) throw new Error(`The JS-SDK has no ${name}`)
      const isChoice = outcome.kind === 'cancel' || outcome.kind === 'deny'
      if (isChoice && !command.asksUser)
        throw new Error(`${command.wx} does not ask the user: nobody can ${outcome.kind} it`)
      phone.outcomes.set(command.native, structuredClone(outcome))
    },
    registered: lists,
    register(changes: Partial<RegisteredAddresses>) {
      const kinds = Object.keys(LIMITS) as (keyof RegisteredAddresses)[]
      for (const kind of kinds) {
        const list = changes[kind]
        if (list) checkRegistered(kind, list)
      }
      for (const kind of kinds) {
        const list = changes[kind]
        if (list !== undefined) phone.registered[kind] = list && [...list]
      }
      return lists()
    },
  }
}
