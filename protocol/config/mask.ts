import { z } from 'zod'
import { choice } from './field.ts'

/** The masks that ship: see `kernel/model/masks`, a file each. */
export const maskNames = ['transfusion', 'causal', 'bidirectional'] as const
export type MaskName = (typeof maskNames)[number]

/** A mask of the user's own: a predicate as text, `({ q, k }) => k.index <= q.index`, in the language of `kernel/model/masks/language`. */
const ownMask = z.strictObject({
  name: z.string().min(1).max(80),
  source: z.string().min(1).max(10_000),
})

export const maskSettingSchema = z.union([z.enum(maskNames), ownMask])

export const maskSchema = choice('transfusion', maskNames, 'who attends to whom: causal text with bidirectional images (paper), causal throughout, or everyone to everyone')

/** A shipped mask by its name, or a predicate. */
export type MaskSetting = MaskName | z.output<typeof ownMask>

export const maskSettingName = (setting: MaskSetting): string => (typeof setting === 'string' ? setting : setting.name)
