interface ErrorOutputProps {
  name: string
  message: string
  line: number | null
  stack: string
}

/** Names that say no more than that something went wrong: our own refusals are whole sentences. */
const plainNames = ['', 'Error', 'InputError']

/** What went wrong, where, and, for who wants it, the way there. */
export const ErrorOutput = ({ name, message, line, stack }: ErrorOutputProps) => (
  <div className="output-error" role="alert">
    <div className="message">{!plainNames.includes(name) && !message.startsWith(name) ? `${name}: ` : ''}{message}</div>
    {line !== null && <div className="small soft">In line {line} of this cell.</div>}
    {stack && stack !== message && <details className="small"><summary>Stack</summary><pre>{stack}</pre></details>}
  </div>
)
