import type { Random } from '../crypto/random.ts'

export type TicketType = 'jsapi' | 'wx_card'

export interface Ticket {
  type: TicketType
  ticket: string
  /** Milliseconds. */
  until: number
}

/** In milliseconds: two hours. */
const TICKET_LIFE = 7_200_000
/** Old tickets explain a signature that was made with one. */
const HELD = 20

export const liveTicket = (tickets: Ticket[], type: TicketType, now: number): Ticket | undefined =>
  tickets.find((one) => one.type === type && one.until > now)

/** The live one, else a new one. Whether real WeChat renews a living ticket is not documented. */
export function ticketOf(tickets: Ticket[], type: TicketType, now: number, random: Random): Ticket {
  return liveTicket(tickets, type, now) ?? issueTicket(tickets, type, now, random)
}

/** Another one takes its place at once. */
export function retireTicket(
  tickets: Ticket[],
  type: TicketType,
  now: number,
  random: Random,
): void {
  const live = liveTicket(tickets, type, now)
  if (live) live.until = now
  issueTicket(tickets, type, now, random)
}

function issueTicket(tickets: Ticket[], type: TicketType, now: number, random: Random): Ticket {
  const issued = {
    type,
    ticket: random.bytes(65).toString('base64url').slice(0, 86),
    until: now + TICKET_LIFE,
  }
  tickets.unshift(issued)
  tickets.splice(HELD)
  return issued
}
