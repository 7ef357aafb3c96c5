import type { Lab } from './lab.ts'
import { recall, remember } from './memory.ts'

export const themes = ['light', 'dark', 'contrast'] as const
/** The looks. Without a choice of the user, the system's. */
export type Theme = (typeof themes)[number]

const listeners = new Set<() => void>()
/** Made once: the theme is asked for by every drawing. */
const mediaQuery = (query: string): (() => MediaQueryList) => {
  let list: MediaQueryList | null = null
  return () => (list ??= window.matchMedia(query))
}
const systemDark = mediaQuery('(prefers-color-scheme: dark)')
const systemContrast = mediaQuery('(prefers-contrast: more)')

export const currentTheme = (): Theme =>
  themes.find((theme) => theme === recall('theme')) ?? (systemContrast().matches ? 'contrast' : systemDark().matches ? 'dark' : 'light')

/** Puts the theme on the page, now and when the system's changes. */
export const applyTheme = (): void => {
  const apply = (): void => {
    document.documentElement.dataset['theme'] = currentTheme()
    for (const listener of [...listeners]) listener()
  }
  for (const query of [systemDark(), systemContrast()]) query.addEventListener('change', apply)
  apply()
}

export const onThemeChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** To the next look. */
export const toggleTheme = (_lab: Lab): void => chooseTheme(themes[(themes.indexOf(currentTheme()) + 1) % themes.length]!)

export const chooseTheme = (next: Theme): void => {
  remember('theme', next)
  document.documentElement.dataset['theme'] = next
  for (const listener of [...listeners]) listener()
}

/** Up to this width the sidebar lies over the page and starts hidden; layout.css has the same number. */
const narrow = 1000

const narrowWindow = mediaQuery(`(max-width: ${narrow}px)`)

export const isNarrow = (): boolean => narrowWindow().matches

export const setSidebar = (next: 'shown' | 'hidden'): void => {
  document.documentElement.dataset['sidebar'] = next
}

/** Puts the sidebar where the width has room for it, now and when the window becomes narrow or wide: zoomed in, it would lie over the page. */
export const applySidebar = (): void => {
  const apply = (): void => setSidebar(isNarrow() || recall('sidebar') === 'hidden' ? 'hidden' : 'shown')
  narrowWindow().addEventListener('change', apply)
  apply()
}

export const toggleSidebar = (_lab: Lab): void => {
  const next = document.documentElement.dataset['sidebar'] === 'hidden' ? 'shown' : 'hidden'
  setSidebar(next)
  if (!isNarrow()) remember('sidebar', next)
}
