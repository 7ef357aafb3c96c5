import { focusOf } from '../state/inspectorState.ts'
import { focusSentences, reachSentence, type NamedMask } from '../words/focusSentences.ts'
import { rotarySentence } from '../words/rotary.ts'
import { useInspector, useInspectorState } from './InspectorContext.ts'

/** What is lit, in words; read out by screen readers as it changes. */
export const Sentence = ({ masks, layers }: { masks: readonly NamedMask[]; layers: number }) => {
  const { model: { sequence }, marks } = useInspector()
  const focus = useInspectorState(focusOf)
  const locked = useInspectorState((state) => state.locked !== null)
  const direction = useInspectorState((state) => state.direction)
  const sentences = focus ? focusSentences(sequence, focus, direction, masks) : []
  const rotary = focus && rotarySentence(sequence, focus)
  if (focus && layers > 1) sentences.push(reachSentence(sequence, focus, direction, layers, marks(focus, direction)))
  return (
    <div className="focus-sentence" aria-live="polite" aria-label="What is looked at">
      {sentences.length === 0 && <p className="faint">Point at a token, a patch or a pair. A click holds it, a click on a patch of the image shows who sees it; arrow keys move.</p>}
      {sentences.map((text) => <p key={text}>{text}</p>)}
      {rotary !== null && <p className="soft small">{rotary}</p>}
      {locked && <p className="faint small">Held. <kbd>Esc</kbd> lets go, arrow keys move.</p>}
    </div>
  )
}
