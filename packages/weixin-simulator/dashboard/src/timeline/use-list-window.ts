import {
  computed,
  nextTick,
  onMounted,
  onUnmounted,
  ref,
  shallowRef,
  watch,
  type ComputedRef,
  type Ref,
  type ShallowRef,
} from 'vue'
import { visibleWindow, type Item, type Window } from './items.ts'

/** Pixels from the end of the list within which it still counts as scrolled to its end. */
const NEAR_END = 60

export interface ListWindow {
  /** Which items are drawn, and the room that the others take. */
  drawn: ComputedRef<Window>
  /** How many calls came since the end of the list was last in view. */
  unseen: ComputedRef<number>
  /** Reads the position after it was changed by a script. */
  measure: () => void
  /** Shows the newest call. */
  toEnd: () => Promise<void>
}

/**
 * The part of the list that is in view. The list follows its newest call while its end is in view, also when its own
 * size changes, and stays where it is while `isHeld` is true. `heightOf` gives px.
 */
export function useListWindow(
  items: ComputedRef<readonly Item[]>,
  options: {
    scroller: Readonly<ShallowRef<HTMLElement | null>>
    heightOf: (item: Item) => number
    isHeld: () => boolean
  },
): ListWindow {
  const { scroller, heightOf, isHeld } = options
  const view = ref({ top: 0, height: 800 })
  const seen: Ref<number> = shallowRef(0)
  let isAtEnd = true

  const newest = (): number => {
    const last = items.value.findLast((item) => item.kind === 'call')
    return last?.kind === 'call' ? last.entry.id : 0
  }

  function measure(): void {
    const element = scroller.value
    if (!element) return
    const { scrollTop: top, scrollHeight, clientHeight: height } = element
    view.value = { top, height }
    // Without a call what stands there instead may be taller than the view.
    isAtEnd = items.value.length === 0 || scrollHeight - top - height < NEAR_END
    if (isAtEnd) seen.value = newest()
  }

  async function toEnd(): Promise<void> {
    await nextTick()
    scroller.value?.scrollTo({ top: scroller.value.scrollHeight })
    measure()
  }

  const observer = new ResizeObserver(() => {
    if (isAtEnd && !isHeld()) void toEnd()
    else measure()
  })
  onMounted(() => scroller.value && observer.observe(scroller.value))
  onUnmounted(() => observer.disconnect())

  watch(items, async () => {
    if (isAtEnd && !isHeld()) return toEnd()
    await nextTick()
    measure()
  })

  return {
    drawn: computed(() => visibleWindow(items.value, view.value, heightOf)),
    unseen: computed(
      () => items.value.filter((item) => item.kind === 'call' && item.entry.id > seen.value).length,
    ),
    measure,
    toEnd,
  }
}
