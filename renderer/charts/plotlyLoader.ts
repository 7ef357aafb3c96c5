import type { Plotly } from 'plotly.js-cartesian-dist-min'

let loading: Promise<Plotly> | null = null

/** Plotly, loaded with the first chart. Of its bundles the smallest that draws lines and heatmaps; it makes no functions from text, so the page's policy can forbid that. */
export const loadPlotly = (): Promise<Plotly> => (loading ??= import('plotly.js-cartesian-dist-min').then((module) => module.default))
