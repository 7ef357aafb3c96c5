import type { Modality } from '../model/modalities.ts'
import { patchesOf, type ItemPlace } from './laidDocument.ts'

/**
 * Every image of a batch has as many patch places as the largest needs, in rows as long as those of the widest. A patch
 * stands at the place of its row and column, so a learned position means the same whatever the size; places beyond an image's
 * own stay empty: nothing reads them and they have no weight in the loss.
 */
export const placeOf = (patch: number, { cols }: Pick<ItemPlace, 'cols'>, columns: number): number =>
  Math.floor(patch / cols) * columns + (patch % cols)

type Grid = Pick<ItemPlace, 'rows' | 'cols'>

/** Patches [own · P] to their places [n · P]. */
export const toPlaces = (patches: Float32Array, item: Grid, { columns, vector }: Pick<Modality, 'columns' | 'vector'>, places: Float32Array): void => {
  if (item.cols === columns) return places.set(patches)
  for (let i = 0; i < patchesOf(item); i++) places.set(patches.subarray(i * vector, (i + 1) * vector), placeOf(i, item, columns) * vector)
}

/** The patches [own · P] that stand at an item's places [n · P]. */
export const fromPlaces = (places: Float32Array, item: Grid, { columns, vector }: Pick<Modality, 'columns' | 'vector'>): Float32Array => {
  const own = patchesOf(item)
  if (item.cols === columns) return places.subarray(0, own * vector)
  const patches = new Float32Array(own * vector)
  for (let i = 0; i < own; i++) patches.set(places.subarray(placeOf(i, item, columns) * vector, (placeOf(i, item, columns) + 1) * vector), i * vector)
  return patches
}
