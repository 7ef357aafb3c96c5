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

export const isNarrow = (): boolean => window.innerWidth <= narrow

export const setSidebar = (next: 'shown' | 'hidden'): void => {
  document.documentElement.dataset['sidebar'] = next
}

export const applySidebar = (): void => setSidebar(isNarrow() || recall('sidebar') === 'hidden' ? 'hidden' : 'shown')

export const toggleSidebar = (_lab: Lab): void => {
  const next = document.documentElement.dataset['sidebar'] === 'hidden' ? 'shown' : 'hidden'
  setSidebar(next)
  if (!isNarrow()) remember('sidebar', next)
}
