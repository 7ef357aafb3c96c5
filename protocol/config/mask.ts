import { z } from 'zod'

/** The masks that ship: see `masks/shipped`, a file each. */
export const maskNames = [
  'transfusion', 'causal', 'bidirectional', 'blockCausal', 'noisyImagesHidden', 'rowCausal', 'localWindow', 'prefixLM',
] as const
export type MaskName = (typeof maskNames)[number]

/** A mask of the user's own: a predicate as text, `({ q, k }) => k.index <= q.index`, in the language of `masks/language`. */
const ownMask = z.strictObject({
  name: z.string().min(1).max(80),
  source: z.string().min(1).max(10_000),
})

export const maskSettingSchema = z.union([z.enum(maskNames), ownMask])

export const maskSchema = maskSettingSchema.default('transfusion').meta({
  description: 'who attends to whom: the name of a shipped mask (transfusion is the paper\'s), or a predicate { name, source } as lab.mask makes it',
})

/** The value of the config key `mask`. */
export type MaskSetting = MaskName | z.output<typeof ownMask>

export const maskSettingName = (setting: MaskSetting): string => (typeof setting === 'string' ? setting : setting.name)
