import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** Where the window was and how large. */
export interface WindowState {
  x?: number
  y?: number
  width: number
  height: number
  maximized: boolean
}

interface Area {
  x: number
  y: number
  width: number
  height: number
}

const usual: WindowState = { width: 1280, height: 860, maximized: false }
const schema = z.object({ x: z.int().exactOptional(), y: z.int().exactOptional(), width: z.int().min(480), height: z.int().min(360), maximized: z.boolean() })

/**
 * The state to open the window with.
 * @param text what was written last time, or null
 * @param screens the areas that can be seen: a window on a screen that is gone opens in the usual place
 */
export const parseWindowState = (text: string | null, screens: readonly Area[]): WindowState => {
  const parsed = schema.safeParse(tryJson(text))
  if (!parsed.success) return usual
  const { x, y, ...size } = parsed.data
  const visible = x !== undefined && y !== undefined && screens.some((area) =>
    x + size.width > area.x + 50 && x < area.x + area.width - 50 && y >= area.y - 10 && y < area.y + area.height - 50)
  return visible ? { x, y, ...size } : size
}

const tryJson = (text: string | null): unknown => {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}

/** The file's text, or null when there is none. */
export const readText = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/** Where a window stands is not worth a word when it cannot be kept. */
export const writeWindowState = (path: string, state: WindowState): void => {
  try {
    writeFileSync(path, JSON.stringify(state))
  } catch {
    // See above.
  }
}
