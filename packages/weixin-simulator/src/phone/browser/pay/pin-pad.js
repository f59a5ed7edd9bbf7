import { button, element, icon } from '../element.js'

/** @typedef {{ boxes: HTMLElement, keys: HTMLElement, press: (event: KeyboardEvent) => void, isFull: () => boolean, clear: () => void }} PinPad */

const length = 6

/**
 * Six boxes and a keypad. It keeps how many digits were typed and never which.
 * @param {() => void} onFull
 * @returns {PinPad}
 */
export function pinPad(onFull) {
  let count = 0
  const boxes = element('div', { class: 'boxes', role: 'img' })
  for (let box = 0; box < length; box += 1) boxes.append(element('i'))

  const draw = () => {
    boxes.setAttribute('aria-label', `已输入 ${count} 位，共 ${length} 位`)
    for (const [index, box] of [...boxes.children].entries()) {
      box.className = index < count ? 'full' : index === count ? 'next' : ''
    }
  }
  const type = () => {
    if (count === length) return
    count += 1
    draw()
    if (count === length) onFull()
  }
  const erase = () => {
    if (count === 0 || count === length) return
    count -= 1
    draw()
  }
  const digits = ['1', '2', '3', '4', '5', '6', '7', '8', '9']
  const keys = element(
    'div',
    { class: 'keys' },
    ...digits.map((digit) => button({}, [digit], type)),
    element('span'),
    button({}, ['0'], type),
    button({ class: 'erase', 'aria-label': '删除' }, [icon('erase')], erase),
  )
  draw()
  return {
    boxes,
    keys,
    // For a real keyboard.
    press(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (/^\d$/.test(event.key)) type()
      else if (event.key === 'Backspace') erase()
    },
    isFull: () => count === length,
    clear() {
      count = 0
      draw()
    },
  }
}
