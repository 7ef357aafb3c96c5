import { escapeHtml, markdownToHtml } from '../../protocol/markdown/toHtml.ts'
import { toggledCurves } from './lineChart.ts'
import { outputHtml } from './outputs.ts'
import type { ReportSource } from './source.ts'

const light = ['#2a5bd7', '#c2410c', '#0f7b5f', '#a21caf', '#8a6100', '#0e7490', '#be123c', '#57534e']
const dark = ['#7aa5ff', '#ff9d6b', '#5ecba6', '#e58bf2', '#e3c05c', '#62c7de', '#ff8aa3', '#b8b2aa']
const colours = (list: readonly string[]): string => list.map((colour, i) => `--c${i + 1}:${colour}`).join(';')

const style = `
:root{color-scheme:light dark;--line:#dde1e7;--soft:#525d6b;--code:#f6f7f9;${colours(light)}}
@media (prefers-color-scheme:dark){:root{--line:#2b323c;--soft:#a9b4c1;--code:#1b2027;${colours(dark)}}}
body{font:15px/1.55 system-ui,sans-serif;max-width:860px;margin:32px auto;padding:0 20px}
pre{background:var(--code);border:1px solid var(--line);border-radius:4px;padding:8px 12px;overflow-x:auto;font:13px/1.5 ui-monospace,monospace}
pre.error{border-left:3px solid #b3261e}.output{margin:0 0 16px 16px}.caption,figcaption,.legend{color:var(--soft);font-size:13px}
table{border-collapse:collapse;font-size:13px;display:block;overflow-x:auto}th,td{border-bottom:1px solid var(--line);padding:3px 10px;text-align:left;white-space:nowrap}
figure{margin:12px 0}svg{width:100%;height:auto}svg text{font-size:11px;fill:var(--soft)}.grid{stroke:var(--line)}.line{fill:none;stroke-width:1.75}.line.dashed{stroke-dasharray:5 4}.band{opacity:.18;stroke:none}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px}.legend i{display:inline-block;width:14px;height:3px;margin:0 5px 0 3px;vertical-align:middle}.legend i.dashed{mask:repeating-linear-gradient(90deg,#000 0 4px,transparent 4px 6px)}.legend input{margin:0;vertical-align:middle}
.at rect{fill:transparent}.at path{stroke:var(--soft);stroke-width:.75;visibility:hidden;pointer-events:none}.at:hover path{visibility:visible}.keys code{background:var(--code);border:1px solid var(--line);border-radius:3px;padding:0 5px;font-size:12.5px}
${Array.from({ length: toggledCurves }, (_, i) => `.chart:has(input.k${i}:not(:checked)) .curve.k${i}`).join(',')}{display:none}
summary{cursor:pointer;margin:6px 0}
.pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(110px,1fr));gap:10px}.pictures img{width:100%;image-rendering:pixelated}.pictures figure{margin:0}
${light.map((_, i) => `.line.c${i + 1}{stroke:var(--c${i + 1})}.band.c${i + 1},circle.c${i + 1}{fill:var(--c${i + 1})}.legend .c${i + 1}{background:var(--c${i + 1})}`).join('')}`

/** A notebook with its outputs as one HTML file that stands alone: charts and pictures inside, no script, nothing loaded. */
export const reportHtml = ({ name, cells, states, runs }: ReportSource): string => {
  const body = cells.map(({ id, kind, source }) => {
    if (kind === 'markdown') return markdownToHtml(source)
    const outputs = states[id]?.outputs.map((output) => outputHtml(output, runs)).join('\n') ?? ''
    const stale = states[id]?.stale === true && outputs !== '' ? '<p class="caption">Stale: the code has changed since this was shown.</p>' : ''
    return `<pre><code>${escapeHtml(source)}</code></pre>${outputs === '' ? '' : `\n<div class="output">${stale}${outputs}</div>`}`
  }).join('\n')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<title>${escapeHtml(name)}</title><style>${style}</style></head>
<body>
${body}
</body></html>
`
}
