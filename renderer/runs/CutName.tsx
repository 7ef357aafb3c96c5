/** A longer end than this is no end, but most of the name. */
const longestEnd = 14

/** A run's name that is cut before its last part where room is short: it is the end, the seed, that tells runs of a study apart. */
export const CutName = ({ name }: { name: string }) => {
  const at = name.lastIndexOf(', ')
  const end = at > 0 && name.length - at <= longestEnd ? name.slice(at + 1) : ''
  return <span className="cut-name"><span className="ellipsis" style={{ maxWidth: `calc(100% - ${end.length}ch)` }}>{name.slice(0, name.length - end.length)}</span>{end}</span>
}
