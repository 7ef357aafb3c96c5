import { convolutions } from './convolutions.ts'
import { elementwise } from './elementwise.ts'
import { fused } from './fused.ts'
import { indexing } from './indexing.ts'
import { products } from './products.ts'
import { reductions } from './reductions.ts'
import { shaping } from './shaping.ts'
import type { Lowering } from './types.ts'

export type { Attributes, KernelCall, Lowering } from './types.ts'

/** Every tfjs kernel that can be traced, by tfjs's own name. */
export const lowerings: Readonly<Record<string, Lowering>> = { ...elementwise, ...reductions, ...shaping, ...products, ...convolutions, ...indexing, ...fused }
