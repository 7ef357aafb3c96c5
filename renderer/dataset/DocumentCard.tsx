import type { DatasetDocument, DatasetPart } from '../../protocol/datasetPage.ts'
import { formatCount } from '../format/numbers.ts'
import { Icon } from '../ui/Icon.tsx'

/** One document: its pieces in order, and the elements that it takes. */
export const DocumentCard = ({ document: { index, parts, tokens, patches, cut }, length }: { document: DatasetDocument; length: number }) => (
  <li className="document">
    {parts.map((part, i) => <Part key={i} part={part} words={textBeside(parts, i)} />)}
    <span className="faint small">
      {formatCount(index)} · {formatCount(tokens)} tokens{patches > 0 && ` + ${formatCount(patches)} patches`}
    </span>
    {cut && <span className="small cut"><Icon name="warning" />cut to {formatCount(length)} elements</span>}
  </li>
)

const Part = ({ part, words }: { part: DatasetPart; words: string }) => {
  if (part.kind === 'text') return <p className="document-text">{part.text}</p>
  return <img className={part.kind === 'wave' ? 'smooth' : ''} src={part.png} width={part.width} height={part.height} alt={`${part.given ? 'Given ' : ''}${part.kind}: ${words}`} title={part.given ? 'Given: shown clean, without loss' : undefined} />
}

/** The nearest text, which says what a picture shows. */
const textBeside = (parts: readonly DatasetPart[], i: number): string => {
  const texts = [parts[i - 1], parts[i + 1], ...parts].filter((part): part is Extract<DatasetPart, { kind: 'text' }> => part?.kind === 'text')
  return texts[0]?.text ?? 'without words'
}
