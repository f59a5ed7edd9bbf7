import { Refusal, type Why } from '../http/call.ts'

/** An error of WeChat Pay v2. Without a code it is one of the transport, whose response nobody signs. */
export class V2Refusal extends Refusal {
  readonly errCode: string | null
  constructor(errCode: string | null, text: string, why: Omit<Why, 'code'> & { code?: string }) {
    super(text, { code: errCode ?? 'FAIL', ...why })
    this.errCode = errCode
  }
}

/** The front server's own: no certificate, no answer of WeChat Pay. */
export class NoCertificate extends Refusal {}
