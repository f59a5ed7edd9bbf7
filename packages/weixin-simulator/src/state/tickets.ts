import { randomBytes } from 'node:crypto'

export type TicketType = 'jsapi' | 'wx_card'

export interface Ticket {
  type: TicketType
  ticket: string
  /** Milliseconds. */
  until: number
}

/** In milliseconds: two hours. */
const TICKET_LIFE = 7_200_000
/** Old tickets are kept only to explain a signature that was made with one. */
const KEPT = 20

export const liveTicket = (tickets: Ticket[], type: TicketType, now: number): Ticket | undefined =>
  tickets.find((one) => one.type === type && one.until > now)

/** The live one, else a new one. Whether real WeChat renews a living ticket is not documented. */
export function ticketOf(tickets: Ticket[], type: TicketType, now: number): Ticket {
  return liveTicket(tickets, type, now) ?? issueTicket(tickets, type, now)
}

/** Another one takes its place at once. */
export function retireTicket(tickets: Ticket[], type: TicketType, now: number): void {
  const live = liveTicket(tickets, type, now)
  if (live) live.until = now
  issueTicket(tickets, type, now)
}

function issueTicket(tickets: Ticket[], type: TicketType, now: number): Ticket {
  const issued = {
    type,
    ticket: randomBytes(65).toString('base64url').slice(0, 86),
    until: now + TICKET_LIFE,
  }
  tickets.unshift(issued)
  tickets.splice(KEPT)
  return issued
}
