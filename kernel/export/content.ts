/** A file of a folder, made when its turn comes. */
export interface Content {
  name: string
  pieces: () => Iterable<Uint8Array | string>
}
