import type { Lab } from './lab.ts'
import { recall, remember } from './memory.ts'

/** The two looks. Without a choice of the user, the system's. */
export type Theme = 'light' | 'dark'

const listeners = new Set<() => void>()
const system = (): MediaQueryList => window.matchMedia('(prefers-color-scheme: dark)')

export const currentTheme = (): Theme => {
  const chosen = recall('theme')
  return chosen === 'light' || chosen === 'dark' ? chosen : system().matches ? 'dark' : 'light'
}

/** Puts the theme on the page, now and when the system's changes. */
export const applyTheme = (): void => {
  const apply = (): void => {
    document.documentElement.dataset['theme'] = currentTheme()
    for (const listener of [...listeners]) listener()
  }
  system().addEventListener('change', apply)
  apply()
}

export const onThemeChange = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const toggleTheme = (_lab: Lab): void => {
  const next = document.documentElement.dataset['theme'] === 'dark' ? 'light' : 'dark'
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
