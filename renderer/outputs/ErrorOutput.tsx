interface ErrorOutputProps {
  name: string
  message: string
  line: number | null
  stack: string
}

/** What went wrong, where, and, for who wants it, the way there. */
export const ErrorOutput = ({ name, message, line, stack }: ErrorOutputProps) => (
  <div className="output-error" role="alert">
    <div className="message">{name && name !== 'Error' && !message.startsWith(name) ? `${name}: ` : ''}{message}</div>
    {line !== null && <div className="small soft">In line {line} of this cell.</div>}
    {stack && stack !== message && <details className="small"><summary>Stack</summary><pre>{stack}</pre></details>}
  </div>
)
