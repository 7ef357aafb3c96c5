import { sideOf } from '../graphs/symbols.ts'

/** A node of TensorFlow's GraphDef in JSON. Strings are in base64, as protobuf's bytes are. */
export interface NodeDef {
  name: string
  op: string
  input?: string[]
  attr: Record<string, unknown>
}

/** Values of attributes, as GraphDef writes them. */
export const attr = {
  type: (name: string) => ({ type: name }),
  flag: (value: boolean) => ({ b: value }),
  integer: (value: number) => ({ i: String(value) }),
  integers: (values: readonly number[]) => ({ list: { i: values.map(String) } }),
  text: (value: string) => ({ s: Buffer.from(value).toString('base64') }),
  dims: (shape: readonly number[]) => ({ dim: shape.map((side) => ({ size: String(side) })) }),
  /** A shape whose open sizes are −1. */
  openDims: (shape: readonly number[]) => attr.dims(shape.map((side) => (sideOf(side).names.length === 0 ? side : -1))),
} as const
