/** Writes the protobuf wire format: just the field kinds that an ONNX model is made of. */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = []
  #length = 0

  /** Field of wire type 0: a non-negative integer, or a negative one in two's complement of 64 bits. */
  integer(field: number, value: number | bigint): this {
    this.#varint(field << 3)
    this.#varint(BigInt.asUintN(64, BigInt(value)))
    return this
  }

  /** Field of wire type 5: one 32-bit float. */
  float(field: number, value: number): this {
    this.#varint((field << 3) | 5)
    this.#push(new Uint8Array(new Float32Array([value]).buffer))
    return this
  }

  /** Field of wire type 2: bytes with their length. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint((field << 3) | 2)
    this.#varint(value.length)
    this.#push(value)
    return this
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value))
  }

  message(field: number, value: ProtobufWriter): this {
    return this.bytes(field, value.finish())
  }

  finish(): Uint8Array {
    const all = new Uint8Array(this.#length)
    let offset = 0
    for (const chunk of this.#chunks) {
      all.set(chunk, offset)
      offset += chunk.length
    }
    return all
  }

  #varint(value: number | bigint): void {
    let left = BigInt(value)
    const bytes: number[] = []
    while (left > 127n) {
      bytes.push(Number(left & 127n) | 128)
      left >>= 7n
    }
    bytes.push(Number(left))
    this.#push(Uint8Array.from(bytes))
  }

  #push(chunk: Uint8Array): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }
}
