import { useEffect, useState, type DragEvent } from 'react'
import type { Requests } from '../../protocol/api.ts'
import type { RunRecord } from '../../protocol/records.ts'
import { messageOf } from '../../protocol/errors.ts'
import { parsePrompt } from '../../protocol/generation.ts'
import { ask, useLab, useLabState } from '../actions/lab.ts'
import { notify } from '../actions/notices.ts'
import { Picture } from '../outputs/Picture.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { toBase64 } from '../../protocol/inspection/base64.ts'

type Next = 'any' | 'image' | 'text'
type Result = Requests['run.generate']['out']

/** A picture that was dropped: what is sent, and what is shown of it. */
interface Dropped {
  image: string
  url: string
}

/** A prompt of text and a picture; what the run's last checkpoint makes of it comes below, word by word. */
export const TryIt = ({ run }: { run: RunRecord }) => {
  const lab = useLab()
  const progress = useLabState((state) => state.progress[run.id])
  const [text, setText] = useState('')
  const [next, setNext] = useState<Next>('any')
  const [dropped, setDropped] = useState<Dropped | null>(null)
  const [ticket, setTicket] = useState<string | null>(null)
  const [coming, setComing] = useState<string[]>([])
  const [result, setResult] = useState<Result | null>(null)

  useEffect(() => lab.connection.on('generating', (said) => {
    if (said.ticket === ticket) setComing((parts) => Object.assign([...parts], { [said.index]: said.text }))
  }), [lab, ticket])
  useEffect(() => () => {
    if (dropped) URL.revokeObjectURL(dropped.url)
  }, [dropped])

  const take = async (file: File | undefined): Promise<void> => {
    if (file) setDropped({ image: toBase64(new Uint8Array(await file.arrayBuffer())), url: URL.createObjectURL(file) })
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    void take([...event.dataTransfer.files].find(({ type }) => type.startsWith('image/')))
  }
  const go = async (): Promise<void> => {
    const refusal = tagIn(text)
    if (refusal !== null) return notify(lab.store, 'error', refusal)
    const mine = crypto.randomUUID()
    setTicket(mine)
    setComing([])
    setResult(null)
    const parts = [...(dropped ? [{ image: dropped.image }] : []), ...(text === '' ? [] : [{ text }])]
    const answer = await ask(lab, 'run.generate', { run: run.id, ticket: mine, parts, seed: 0, ...(next === 'any' ? {} : { next }) })
    setTicket(null)
    setResult(answer)
  }
  const steps = ticket && progress?.stage === 'drawing' && progress.done < progress.total ? `drawing, step ${progress.done} of ${progress.total}` : 'working'

  return (
    <section aria-label="Try it" className="try-it" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <h3>Try it</h3>
      <form onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}>
        {dropped
          ? <span className="try-it-picture"><img src={dropped.url} alt="the picture of the prompt" height={40} /><IconButton icon="close" label="Take the picture out" onClick={() => setDropped(null)} /></span>
          : <label className="bordered try-it-file">Picture<input type="file" accept="image/png,image/jpeg,image/webp" onChange={(event) => void take(event.target.files?.[0])} /></label>}
        <input type="text" aria-label="Prompt" placeholder="a large red ring" value={text} onChange={(event) => setText(event.target.value)} />
        <label>then <select aria-label="What comes next" value={next} onChange={(event) => setNext(event.target.value as Next)}>
          <option value="any">whatever it says</option><option value="image">a picture</option><option value="text">text</option>
        </select></label>
        {ticket
          ? <button type="button" className="bordered" onClick={() => void ask(lab, 'run.stopGenerating', { ticket })}>Stop</button>
          : <button type="submit" className="bordered">Go</button>}
      </form>
      <div aria-live="polite">
        {ticket && <p className="small">{coming.filter(Boolean).join(' … ')} <span className="try-it-steps">{steps}</span></p>}
        {result && (result.parts.length === 0 ? <p className="small">It said nothing more.</p> : result.parts.map((part, i) =>
          'text' in part ? <p key={i}>{part.text}</p> : <Picture key={i} picture={part.picture} caption={false} />))}
      </div>
    </section>
  )
}

/** Why a prompt with a tag cannot be sent: here a file is chosen or dropped. Null when it has none. */
const tagIn = (text: string): string | null => {
  try {
    const tag = parsePrompt(text).find((part) => 'tag' in part)
    return tag ? `The prompt names the file "${tag.source}"; choose it with Picture or drop it here, or call lab.generate in a cell, which reads files by name.` : null
  } catch (thrown) {
    return messageOf(thrown)
  }
}
