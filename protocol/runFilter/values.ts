import { nearest } from '../config/nearest.ts'
import { runStatuses } from '../records.ts'
import type { RunField } from './fields.ts'

/** What a written value means for a field, or why it means nothing. */
export type ReadValue = { value: number | string | boolean } | { problem: string }

const unitSeconds: Record<string, number> = { s: 1, m: 60, min: 60, h: 3600, d: 86_400, w: 604_800 }
const sizes: Record<string, number> = { '': 1, k: 1e3, M: 1e6, G: 1e9, B: 1e9 }
const statusWords: Record<string, string> = { done: 'finished', complete: 'finished', completed: 'finished', error: 'failed', stopped: 'cancelled', canceled: 'cancelled', waiting: 'queued' }

const number = (text: string): ReadValue => {
  const [, digits = '', size = ''] = /^(.*?)([kMGB]?)$/.exec(text)!
  const value = digits.trim() === '' ? NaN : /^nan$/i.test(text) ? NaN : Number(digits) * sizes[size]!
  return Number.isNaN(value) && !/^nan$/i.test(text) ? { problem: `"${text}" is no number` } : { value }
}

const duration = (text: string): ReadValue => {
  const match = /^([\d.]+)(s|m|min|h|d|w)$/.exec(text)
  const value = Number(match?.[1]) * (unitSeconds[match?.[2] ?? ''] ?? NaN)
  return Number.isNaN(value) ? { problem: `"${text}" is no length of time; write 90s, 10m, 2h or 3d` } : { value }
}

const time = (text: string): ReadValue => {
  const match = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.exec(text)
  const value = match ? new Date(match[1] ? text : `${text}T00:00:00`).getTime() : NaN
  return Number.isNaN(value) ? { problem: `"${text}" is no day; write 2026-01-31, or ask for age < 2d` } : { value }
}

const flag = (text: string): ReadValue =>
  /^(true|yes|1)$/i.test(text) ? { value: true } : /^(false|no|0)$/i.test(text) ? { value: false } : { problem: `"${text}" is neither true nor false` }

const status = (text: string): ReadValue => {
  const word = statusWords[text.toLowerCase()] ?? text.toLowerCase()
  if (runStatuses.some((known) => known === word)) return { value: word }
  const near = nearest(word, [...runStatuses, ...Object.keys(statusWords)])
  return { problem: `"${text}" is no status; ${near === undefined ? `there are ${runStatuses.join(', ')}` : `did you mean "${near}"?`}` }
}

/** Reads a written value as the field needs it. `~` looks for a part of a text, so it takes any. */
export const readValue = (field: RunField, operator: string, text: string): ReadValue => {
  if (operator === '~') return { value: text.toLowerCase() }
  if (field.name === 'status') return status(text)
  switch (field.kind) {
    case 'number': return number(text)
    case 'duration': return duration(text)
    case 'time': return time(text)
    case 'flag': return flag(text)
    case 'text': case 'tags': return { value: text.toLowerCase() }
  }
}
