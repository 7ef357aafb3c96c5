import type { HostFrame } from '../../protocol/api.ts'

/** A frame from the host, or null for anything else. */
export const readFrame = (text: string): HostFrame | null => {
  try {
    const frame: unknown = JSON.parse(text)
    return typeof frame === 'object' && frame !== null && ('event' in frame || 'id' in frame) ? (frame as HostFrame) : null
  } catch {
    return null
  }
}

/** JSON has no NaN or infinities: a host that sends JSON writes them as null or as words. */
export const readNumber = (value: unknown): number =>
  typeof value === 'number' ? value : typeof value === 'string' ? Number(value) : NaN
