import { memo } from 'react'
import { highlight } from './highlight.ts'

/** Code in colours that costs next to nothing; has the measures of the editor, so that nothing jumps when one becomes the other. */
export const StaticCode = memo(({ source }: { source: string }) => (
  <pre className="code-static">
    <code>
      {source === '' ? <span className="code-empty">Empty cell</span> : highlight(source).map(({ kind, text }, i) =>
        kind === 'plain' ? text : <span key={i} className={`token-${kind}`}>{text}</span>)}
    </code>
  </pre>
))
