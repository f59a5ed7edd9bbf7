import { createHash } from 'node:crypto'
import { checkDay, readBill, readBillType, type Bill } from '../domain/bills/bill-file.ts'
import type { Context } from '../context.ts'
import { unknownType } from './bill-refusal.ts'
import type { V2Call } from './call.ts'

/** A file as it answers the call: nothing in it is signed. */
export interface V2Bill {
  /** Uncompressed. */
  file: string
  isZipped: boolean
  headers: Record<string, string>
}

const TYPES = ['ALL', 'SUCCESS', 'REFUND', 'RECHARGE_REFUND']
const ACCOUNTS: Record<string, Bill['about']> = {
  Basic: 'BASIC',
  Operation: 'OPERATION',
  Fees: 'FEES',
}

function fileOf(
  { state, clock }: Context,
  request: V2Call,
  kind: Pick<Bill, 'about' | 'type'>,
): string {
  const { call, fields, partner } = request
  // yyyyMMdd, to yyyy-MM-dd.
  const date = (fields['bill_date'] ?? '').replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')
  const now = clock.now()
  checkDay(call, date, now)
  return readBill(
    state,
    call,
    { ...kind, date, ...(partner && { subMchId: partner.subMchId }) },
    now,
  )
}

const isZipped = ({ fields }: V2Call): boolean => fields['tar_type'] === 'GZIP'

/** POST /pay/downloadbill: nothing says whether the file came whole. */
export function tradeBill(context: Context, request: V2Call): V2Bill {
  const { call, fields } = request
  const given = fields['bill_type'] || 'ALL'
  call.require('bill_type exists', TYPES.includes(given), () => unknownType(given))
  const type = readBillType(call, given)
  const file = fileOf(context, request, { about: 'trades', type })
  return { file, isZipped: isZipped(request), headers: {} }
}

/** POST /pay/downloadfundflow: SHA-1 of the uncompressed file, in hex. */
export function fundFlowBill(context: Context, request: V2Call): V2Bill {
  const about = ACCOUNTS[request.fields['account_type'] ?? ''] ?? 'BASIC'
  const file = fileOf(context, request, { about })
  const sha1 = createHash('sha1').update(file).digest('hex')
  return { file, isZipped: isZipped(request), headers: { Digest: `SHA=${sha1}` } }
}
