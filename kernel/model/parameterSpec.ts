/** One trainable tensor: its shape and the standard deviation of its normal initial values (0 for zeros, 'ones' for gains). */
export interface ParameterSpec {
  name: string
  shape: readonly number[]
  initial: number | 'ones'
}
