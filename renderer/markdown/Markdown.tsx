import DOMPurify from 'dompurify'
import { useMemo } from 'react'
import { markdownToHtml } from '../../protocol/markdown/toHtml.ts'

/** A rendered text. Cleaned twice: a mistake in one of the two is not enough for a script to run. */
export const Markdown = ({ source }: { source: string }) => {
  const html = useMemo(() => DOMPurify.sanitize(markdownToHtml(source), { ADD_ATTR: ['target'] }), [source])
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />
}
