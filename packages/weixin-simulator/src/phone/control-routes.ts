import type Router from '@koa/router'
import { jsonBody } from '../http/body.ts'
import type { CallState, Ctx } from '../http/context.ts'
import type { Context } from '../context.ts'
import { COMMANDS, findCommand } from './js-sdk/commands.ts'
import { readOutcome } from './js-sdk/outcome.ts'
import { checkRegistered, LIMITS, type RegisteredKind } from './registered.ts'
import type { SheetOutcome } from './sheets.ts'

const OUTCOMES: readonly SheetOutcome[] = ['paid', 'cancel', 'fail', 'lost']

/** A page from elsewhere cannot send application/json without asking first, and nobody answers that question. */
export function controlBody(ctx: Ctx): Record<string, unknown> {
  if (!ctx.is('application/json')) ctx.throw(415, 'Send application/json')
  return jsonBody(ctx) ?? ctx.throw(400, 'The body must be a JSON object')
}

const isText = (value: unknown): value is string => typeof value === 'string'

/** The phone by HTTP: what the JS-SDK answers, how sheets end, which addresses are on record. */
export function phoneControlRoutes(context: Context, router: Router<CallState>): void {
  const { phone } = context

  router.get('/simulator/js-sdk', (ctx) => {
    ctx.body = COMMANDS.map(({ native, wx, en, zh, needsConfig, asksUser }) => {
      const outcome = phone.outcomes.get(native) ?? { kind: 'answer' }
      return { native, wx, en, zh, needsConfig, asksUser, outcome }
    })
  })
  router.post('/simulator/js-sdk/:native', (ctx) => {
    const { native = '' } = ctx.params
    const command = findCommand(native) ?? COMMANDS.find(({ wx }) => wx === native)
    if (!command) return ctx.throw(404, `The JS-SDK has no ${native}`)
    const outcome = readOutcome(controlBody(ctx))
    if (!outcome) return ctx.throw(400, 'kind is needed: answer, cancel, deny or silent')
    phone.outcomes.set(command.native, outcome)
    ctx.body = { native: command.native, outcome }
  })

  router.post('/simulator/sheets', (ctx) => {
    const { outcome, prepayId } = controlBody(ctx)
    if (outcome === null) {
      phone.sheets.disarm()
      ctx.body = { armed: null }
      return
    }
    const known = OUTCOMES.find((one) => one === outcome)
    if (!known) return ctx.throw(400, `outcome is needed: ${OUTCOMES.join(', ')} or null`)
    if (isText(prepayId)) {
      if (!phone.sheets.end(prepayId, known)) ctx.throw(404, `No sheet of ${prepayId} is open`)
      ctx.body = { ended: prepayId }
      return
    }
    ctx.body = { applies: phone.sheets.arm(known), armed: phone.sheets.armed() }
  })

  router.get('/simulator/registered', (ctx) => {
    ctx.body = { ...phone.registered }
  })
  router.post('/simulator/registered', (ctx) => {
    const changes = controlBody(ctx)
    const kinds = Object.keys(LIMITS) as RegisteredKind[]
    for (const [kind, list] of Object.entries(changes)) {
      const known = kinds.find((one) => one === kind)
      if (!known) return ctx.throw(400, `${kind} is none of ${kinds.join(', ')}`)
      if (list === null) continue
      if (!Array.isArray(list) || !list.every(isText))
        return ctx.throw(400, `${kind} must be null or a list of texts`)
      try {
        checkRegistered(known, list)
      } catch (error) {
        return ctx.throw(400, error instanceof Error ? error.message : String(error))
      }
    }
    Object.assign(phone.registered, changes)
    ctx.body = { ...phone.registered }
  })
}
