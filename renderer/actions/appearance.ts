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

/** Below this width the sidebar lies over the page and starts hidden. */
const narrow = 1000

export const applySidebar = (): void => {
  document.documentElement.dataset['sidebar'] = recall('sidebar') ?? (window.innerWidth < narrow ? 'hidden' : 'shown')
}

export const toggleSidebar = (_lab: Lab): void => {
  const next = document.documentElement.dataset['sidebar'] === 'hidden' ? 'shown' : 'hidden'
  document.documentElement.dataset['sidebar'] = next
  remember('sidebar', next)
}
