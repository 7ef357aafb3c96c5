/** A picture on its way: PNG bytes with what belongs to it. */
export interface PictureMessage {
  index: number
  png: Uint8Array
  width: number
  height: number
  /** The prompt of a sample, the generated caption of a caption. */
  text: string
  reference: string | null
  /** Of a wave, whose curve the picture is: the WAV file. */
  wav?: Uint8Array
}
