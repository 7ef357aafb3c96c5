import type { Plotly } from 'plotly.js-strict-dist-min'

let loading: Promise<Plotly> | null = null

/** Plotly, loaded with the first chart. The strict bundle makes no functions from text, so the page's policy can forbid that. */
export const loadPlotly = (): Promise<Plotly> => (loading ??= import('plotly.js-strict-dist-min').then((module) => module.default))
