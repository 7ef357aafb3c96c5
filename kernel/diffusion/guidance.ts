/**
 * Classifier-free guidance (Ho & Salimans 2022): ε̂ = ε̂_u + w · (ε̂_c − ε̂_u), for any prediction that is linear in ε.
 * Written so that w = 1 gives the conditional and w = 0 the unconditional exactly.
 * @param conditional overwritten with the result
 */
export const guide = (conditional: Float32Array, unconditional: Float32Array, weight: number): Float32Array => {
  if (weight === 1) return conditional
  if (weight === 0) {
    conditional.set(unconditional)
    return conditional
  }
  for (let i = 0; i < conditional.length; i++) conditional[i] = unconditional[i]! + weight * (conditional[i]! - unconditional[i]!)
  return conditional
}
