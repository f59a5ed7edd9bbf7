import { onMounted, onUnmounted, readonly, ref, watch, type Ref, type ShallowRef } from 'vue'
import { requested } from './page.ts'

/** Milliseconds after which a page that has not finished loading counts as silent. */
const TIMEOUT = 8000

export interface FramePage {
  /** Grows with each load that the dashboard asks for: as a key it makes a new frame. */
  loads: Readonly<Ref<number>>
  /** Title of the page, as the bridge reports it. */
  title: Readonly<Ref<string>>
  /** True when the bridge in the page did not report: no page came, it may not be framed, or it has no bridge. */
  isSilent: Readonly<Ref<boolean>>
  onLoad: () => void
  back: () => void
  reload: () => void
  /** Tells the page that the user chose an entry of the share menu. */
  share: (event: string) => void
}

/** The page in the phone's frame. It is of another origin, so all that is known of it is what its bridge reports. */
export function useFramePage(
  frame: Readonly<ShallowRef<HTMLIFrameElement | null>>,
  onAddress: (address: string) => void,
): FramePage {
  const loads = ref(0)
  const title = ref('')
  const isSilent = ref(false)
  let hasReported = false
  let timeout: ReturnType<typeof setTimeout> | undefined

  function begin(): void {
    loads.value += 1
    title.value = ''
    isSilent.value = false
    hasReported = false
    clearTimeout(timeout)
    if (requested.value) timeout = setTimeout(() => (isSilent.value = !hasReported), TIMEOUT)
  }
  watch(requested, begin, { immediate: true })

  function onMessage({ data, source }: MessageEvent): void {
    if (!frame.value || source !== frame.value.contentWindow) return
    const report = data as { weixinSimulator?: string; href?: string; title?: string }
    if (report?.weixinSimulator !== 'page' || typeof report.href !== 'string') return
    hasReported = true
    isSilent.value = false
    title.value = report.title ?? ''
    onAddress(report.href)
  }
  onMounted(() => window.addEventListener('message', onMessage))
  onUnmounted(() => {
    window.removeEventListener('message', onMessage)
    clearTimeout(timeout)
  })

  /** The simulator's own screens, such as the consent page, have no bridge and need none. */
  function ownPage(): Window | null {
    const page = frame.value?.contentWindow
    try {
      return page?.location.origin === location.origin ? page : null
    } catch {
      return null
    }
  }

  function onLoad(): void {
    clearTimeout(timeout)
    const own = ownPage()
    if (!hasReported) title.value = own?.document.title ?? ''
    if (own) onAddress(own.location.href)
    isSilent.value = !hasReported && !own
    // The next page in this frame has to report anew.
    hasReported = false
  }

  const post = (message: object): void => frame.value?.contentWindow?.postMessage(message, '*')

  return {
    loads: readonly(loads),
    title: readonly(title),
    isSilent: readonly(isSilent),
    onLoad,
    back() {
      const own = ownPage()
      if (own) own.history.back()
      else post({ weixinSimulator: 'back' })
    },
    reload() {
      const own = ownPage()
      if (isSilent.value) begin()
      else if (own) own.location.reload()
      else post({ weixinSimulator: 'reload' })
    },
    share: (event) => post({ weixinSimulator: 'share', event }),
  }
}
