/** Markup that is safe to send as it stands. */
export interface Html {
  readonly markup: string
}

type Value = string | Html | readonly Html[]

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A template whose values are escaped, markup made by another `html` excepted. Attributes need their quotes. */
export function html(texts: TemplateStringsArray, ...values: Value[]): Html {
  const rest = values.map((value, index) => markupOf(value) + (texts[index + 1] ?? ''))
  return { markup: (texts[0] ?? '') + rest.join('') }
}

/** For text of our own that is markup already. */
export function raw(markup: string): Html {
  return { markup }
}

function markupOf(value: Value): string {
  if (typeof value === 'string') return value.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
  return 'markup' in value ? value.markup : value.map(({ markup }) => markup).join('')
}
