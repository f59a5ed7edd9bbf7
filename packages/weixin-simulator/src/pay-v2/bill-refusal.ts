import { DomainRefusal } from '../domain/refusal.ts'
import { Refusal, type Why } from '../http/call.ts'
import { inV2 } from './domain-errors.ts'
import { V2Refusal } from './refusal.ts'

/**
 * Why there is no file. The trade bill says it in a text, the fund-flow bill in a code. Most numbers
 * that go with the texts are not known.
 */
export class BillRefusal extends Refusal {
  /** The code of API v2, which the fund-flow bill shows. */
  readonly code: string
  /** What the trade bill shows beside the text. */
  readonly errorCode: '20001' | '20002' | null
  constructor(text: string, code: string, reason: Why) {
    super(text, reason)
    this.code = code
    this.errorCode = ERROR_CODES[code] === undefined ? '20001' : ERROR_CODES[code]
  }
}

/** error_code by code; all others: 20001. */
const ERROR_CODES: Record<string, '20002' | null> = { NO_BILL_EXIST: '20002', BILL_CREATING: null }

/** What every call of API v2 refuses, in a bill's words. */
const BILL_TEXTS: Record<string, string> = {
  'v2-sign': 'SIGN ERROR',
  LACK_PARAMS: 'missing parameter',
  PARAM_ERROR: 'data format error',
}

/** There is no such bill_type. */
export const unknownType = (type: string): BillRefusal =>
  new BillRefusal('invalid bill_type', 'PARAM_ERROR', {
    code: 'bill-type-unknown',
    en: `There is no bill_type ${type}.`,
    zh: `没有 ${type} 这种 bill_type。`,
    field: 'bill_type',
  })

/** Any refusal of a bill call; undefined for what is none. */
export function asBillRefusal(error: unknown): BillRefusal | undefined {
  if (error instanceof BillRefusal) return error
  if (error instanceof DomainRefusal) {
    const { errCode, message, reason } = inV2(error)
    return new BillRefusal(message, errCode ?? reason.code, reason)
  }
  if (!(error instanceof V2Refusal)) return undefined
  const { errCode, message, reason } = error
  const text = BILL_TEXTS[reason.code] ?? BILL_TEXTS[errCode ?? ''] ?? message
  return new BillRefusal(text, errCode ?? reason.code, reason)
}
