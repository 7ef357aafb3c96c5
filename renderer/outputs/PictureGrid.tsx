import { Picture, type PictureItem } from './Picture.tsx'

export const PictureGrid = ({ pictures }: { pictures: readonly PictureItem[] }) => (
  <ul className={pictures.some(({ wav }) => wav !== undefined) ? 'pictures large' : 'pictures'}>
    {pictures.map((picture, i) => <li key={`${i} ${picture.sha256}`}><Picture picture={picture} /></li>)}
  </ul>
)
