/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** @type {(attributes: Record<string, string>, children: (Node | string)[], onClick: () => void) => HTMLButtonElement} */
export function button(attributes, children, onClick) {
  const made = element('button', { type: 'button', ...attributes }, ...children)
  made.addEventListener('click', onClick)
  return made
}

const drawings = {
  cross: 'M6 6l12 12M18 6L6 18',
  tick: 'M5 12.6l4.8 4.8L19.5 7.2',
  back: 'M15 5l-7 7 7 7',
  forward: 'M9 5l7 7-7 7',
  erase: 'M8 5.5h13v13H8L2.5 12zM12 9.5l5 5m0-5l-5 5',
}

/** @type {(name: keyof typeof drawings) => SVGSVGElement} */
export function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('class', name)
  svg.setAttribute('aria-hidden', 'true')
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  path.setAttribute('d', drawings[name])
  path.setAttribute('pathLength', '1')
  svg.append(path)
  return svg
}
