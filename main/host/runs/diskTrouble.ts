/**
 * The sentence for an error of the disk (full, read-only, forbidden), or null for any other error.
 * @param thrown an error, or the text of one from another process
 * @param place the folder that could not be written
 * @param after what to do once it can: resume, or export again to another place
 */
export const diskTrouble = (thrown: unknown, place: string, after: 'resume' | 'export again' = 'resume'): string | null => {
  const code = codeOf(thrown)
  if (code === 'ENOSPC' || code === 'SQLITE_FULL') return `The disk that holds ${place} is full; free some space there, or ${after === 'resume' ? 'move to another folder with --home' : 'choose another place'}, then ${after}.`
  if (code === 'EDQUOT') return `Your disk quota for ${place} is used up; free some space there, then ${after}.`
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') return `The database in ${place} is held by another program, which did not let go of it in time; close that program, then try again.`
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM' || code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN')) {
    return `${place} cannot be written (${code}); give yourself write permission there, or choose another folder${after === 'resume' ? ' with --home' : ''}.`
  }
  if (code === 'EIO' || code.startsWith('SQLITE_IOERR')) return `The disk that holds ${place} reports an error (${code}); check the disk, then ${after}.`
  return null
}

const codeOf = (thrown: unknown): string => {
  if (typeof thrown === 'string') return /^(E[A-Z]+): /.exec(thrown)?.[1] ?? ''
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : ''
}
