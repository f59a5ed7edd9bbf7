import { useData } from 'vitepress'
import { computed } from 'vue'

/**
 * Stands in for the theme's own `composables/langs`, which finds the page in the other language only where each language
 * has a folder at the root. `counterpart` is in the data of each page that has one; the others lead to the quick start.
 */
export function useLangs() {
  const { site, localeIndex, page } = useData()
  const currentLang = computed(() => site.value.locales[localeIndex.value])
  const localeLinks = computed(() =>
    Object.values(site.value.locales)
      .filter((locale) => locale !== currentLang.value)
      .map(({ label, link }) => ({ text: label, link: page.value['counterpart'] ?? link })),
  )
  return { localeLinks, currentLang }
}
