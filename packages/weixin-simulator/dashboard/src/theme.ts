import { ref, watchEffect } from 'vue'

export type Theme = 'light' | 'dark'

const KEY = 'weixin-simulator-theme'

const first = (): Theme => {
  const stored = localStorage.getItem(KEY)
  if (stored === 'light' || stored === 'dark') return stored
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
}

/** The theme of the dashboard. The page in the phone has a switch of its own. */
export const theme = ref<Theme>(first())

watchEffect(() => {
  localStorage.setItem(KEY, theme.value)
  document.documentElement.dataset['theme'] = theme.value
})
