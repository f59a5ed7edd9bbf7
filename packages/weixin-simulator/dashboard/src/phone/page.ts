import { shallowRef } from 'vue'

/** The address that the phone's frame is to load. A new object loads it again, also when it is the same. */
export const requested = shallowRef<{ address: string } | null>(null)

/** Opens an address in the phone: a whole one, or a path of the simulator's own. */
export function openInPhone(address: string): void {
  requested.value = { address }
}

/** What a person typed, as an address: `5173` and `localhost:5173/x` are meant as http addresses. */
export function readAddress(typed: string): string | null {
  const text = typed.trim()
  if (text === '') return null
  const whole = /^\d{2,5}$/.test(text)
    ? `http://localhost:${text}/`
    : /^(https?:|\/)/i.test(text)
      ? text
      : `http://${text}`
  return URL.canParse(whole, location.origin) ? new URL(whole, location.origin).href : null
}
