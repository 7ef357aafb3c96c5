/** The part of Plotly that the charts use. The bundle brings no types of its own. */
declare module 'plotly.js-cartesian-dist-min' {
  export interface Trace {
    type: 'scatter' | 'heatmap'
    mode: string
    name: string
    x: ArrayLike<number>
    y: ArrayLike<number>
    [attribute: string]: unknown
  }
  /** What Plotly makes of the element that it draws in. */
  export interface PlotElement extends HTMLElement {
    on(event: 'plotly_relayout', listener: (change: { 'xaxis.range[0]'?: number; 'xaxis.range[1]'?: number; 'xaxis.autorange'?: boolean }) => void): void
    removeAllListeners(event: 'plotly_relayout'): void
  }
  export interface Plotly {
    react(element: HTMLElement, traces: readonly Trace[], layout: object, config: object): Promise<void>
    purge(element: HTMLElement): void
    downloadImage(element: HTMLElement, options: { format: 'png' | 'svg'; filename: string; width: number; height: number; scale?: number }): Promise<string>
    Plots: { resize(element: HTMLElement): Promise<void> }
  }
  const plotly: Plotly
  export default plotly
}
