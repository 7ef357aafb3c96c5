/** Numbers of a side at most. */
const most = 56

/**
 * The weights of a head, small: each number is the mean of a square block of pairs, padding left out.
 * @param weights [T · T]
 * @param used positions before the padding
 * @returns [side · side]
 */
export const thumbnail = (weights: Float32Array, length: number, used: number): { side: number; numbers: Float32Array } => {
  const bin = Math.max(1, Math.ceil(used / most)), side = Math.ceil(used / bin)
  const numbers = new Float32Array(side * side), areas = new Uint32Array(side * side)
  for (let q = 0; q < used; q++) for (let k = 0; k < used; k++) {
    const at = Math.floor(q / bin) * side + Math.floor(k / bin)
    numbers[at]! += weights[q * length + k]!
    areas[at]!++
  }
  return { side, numbers: numbers.map((sum, at) => sum / areas[at]!) }
}
