import { useState } from 'react'
import { Dialog } from '../ui/Dialog.tsx'
import { IconButton } from '../ui/IconButton.tsx'

/** A picture with its words. */
export interface PictureItem {
  sha256: string
  width: number
  height: number
  text: string
  reference: string | null
  /** Of a wave, whose curve the picture is. */
  wav?: string
}

export const pictureUrl = (sha256: string): string => `/media/${sha256}.png`
const wavUrl = (sha256: string): string => `/media/${sha256}.wav`

/** A picture with sharp pixels; a click shows it large. */
export const Picture = ({ picture, caption = true }: { picture: PictureItem; caption?: boolean }) => {
  const [zoomed, setZoomed] = useState(false)
  const { sha256, width, height, text, reference, wav } = picture
  const image = <img src={pictureUrl(sha256)} width={width} height={height} alt={text || 'picture without words'} loading="lazy" draggable={false} className={wav === undefined ? undefined : 'smooth'} />
  const words = (
    <figcaption>
      {text}
      {reference !== null && <span className="reference"><br />dataset: {reference}</span>}
    </figcaption>
  )
  return (
    <figure className="picture">
      <button type="button" onClick={() => setZoomed(true)} aria-label={`Enlarge: ${text || 'picture'}`} style={{ aspectRatio: `${width} / ${height}` }}>{image}</button>
      {wav !== undefined && <audio controls preload="none" src={wavUrl(wav)} aria-label={`Listen: ${text || 'wave'}`} />}
      {caption && words}
      {zoomed && (
        <Dialog label="Picture" onClose={() => setZoomed(false)}>
          <div className="dialog-head"><h2>{wav === undefined ? `${width} × ${height} pixels` : 'A wave, and the part around its loudest place'}</h2><IconButton icon="close" label="Close" onClick={() => setZoomed(false)} /></div>
          <div className="zoom picture">{image}{words}</div>
        </Dialog>
      )}
    </figure>
  )
}
