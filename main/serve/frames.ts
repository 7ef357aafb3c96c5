import type { HostFrame } from '../../protocol/api.ts'

/** A request as it comes over the wire; name and input are parsed by the host. */
export interface RequestFrame {
  id: number
  request: string
  input: unknown
}

/** @returns the frame, or the refusal of what is none */
export const readRequestFrame = (text: string): RequestFrame | Extract<HostFrame, { ok: false }> => {
  let frame: unknown
  try {
    frame = JSON.parse(text)
  } catch {
    return { id: 0, ok: false, error: 'The frame is not JSON.' }
  }
  const { id, request, input = null } = (typeof frame === 'object' && frame !== null ? frame : {}) as Record<string, unknown>
  if (typeof id !== 'number' || !Number.isSafeInteger(id)) return { id: 0, ok: false, error: 'The frame has no id; write { id, request, input }.' }
  if (typeof request !== 'string') return { id, ok: false, error: 'The frame names no request; write { id, request, input }.' }
  return { id, request, input }
}

/** JSON has no NaN and no infinities, which metrics can be: they go as words. */
export const writeFrame = (frame: HostFrame): string =>
  JSON.stringify(frame, (_key, value: unknown) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value))
