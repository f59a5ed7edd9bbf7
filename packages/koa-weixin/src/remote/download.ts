import type { Http, HttpResponse, HttpRequest, HttpStreamResponse } from './http.ts'

/** An error response is small. */
const MOST_ERROR_BYTES = 64 * 1024

/** A response piece by piece, also from an `http` that cannot stream. */
export async function openStream(http: Http, request: HttpRequest): Promise<HttpStreamResponse> {
  if (http.stream) return http.stream(request)
  const { body, ...response } = await http(request)
  return { ...response, body: whole(body) }
}

async function* whole(body: Buffer): AsyncGenerator<Buffer> {
  yield body
}

/** The body of an error: its beginning where it is large, what came of it where it broke off. */
export async function errorBody(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for await (const piece of body) {
      pieces.push(piece)
      size += piece.length
      if (size > MOST_ERROR_BYTES) break
    }
  } catch {
    // The status says enough.
  }
  return Buffer.concat(pieces)
}

/** `content-length`; null where there is none. */
export function lengthOf({ headers }: Pick<HttpResponse, 'headers'>): number | null {
  const header = headers['content-length']
  return typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : null
}
