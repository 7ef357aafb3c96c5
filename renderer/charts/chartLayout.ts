import { axisWords, type Axis } from './axes.ts'
import { themeColour } from './colours.ts'

/** How every chart looks: few lines, the theme's colours, one hover for all curves. */
export const chartLayout = (options: { logY: boolean; logX: boolean; axis: Axis; legend: boolean; revision: string }): object => {
  const text = themeColour('text-soft')
  // With a format of its own a logarithmic axis says 0.5 and 0.2; without one Plotly writes 5 and 2 below a 1.
  const axis = { gridcolor: themeColour('chart-grid'), linecolor: themeColour('line-strong'), zeroline: false, tickfont: { size: 11 }, automargin: true, exponentformat: 'power' }
  return {
    uirevision: options.revision,
    // What labels and titles need, or a little more: where they need more than is here, Plotly draws all of it twice.
    margin: { l: 46, r: 10, t: 8, b: 38 },
    paper_bgcolor: 'rgba(0,0,0,0)', plot_bgcolor: 'rgba(0,0,0,0)',
    font: { family: themeColour('font-ui'), size: 11, color: text },
    xaxis: { ...axis, type: options.logX ? 'log' : 'linear', title: { text: axisWords[options.axis].title, font: { size: 11 }, standoff: 4 }, hoverformat: axisWords[options.axis].hover, ...(options.logX ? { tickformat: '~s', nticks: 8 } : axisWords[options.axis].ticks && { tickformat: axisWords[options.axis].ticks }), spikecolor: themeColour('text-faint'), spikethickness: 1, spikedash: 'solid' },
    yaxis: { ...axis, type: options.logY ? 'log' : 'linear', ...(options.logY && { tickformat: '~g', nticks: 3 }) },
    // Marks for what is no number stand at the bottom whatever the values are.
    yaxis2: { overlaying: 'y', range: [0, 1], visible: false, fixedrange: true },
    hovermode: 'x unified',
    hoverlabel: { bgcolor: themeColour('bg'), bordercolor: themeColour('line-strong'), font: { color: themeColour('text'), size: 11.5 } },
    showlegend: options.legend,
    legend: { orientation: 'h', y: 1.02, yanchor: 'bottom', x: 0, font: { size: 11 }, itemwidth: 30 },
    dragmode: 'zoom',
  }
}

/** No bar of buttons: drag zooms, double-click resets, and the page's own controls do the rest. */
export const chartConfig: object = { displayModeBar: false, displaylogo: false, responsive: false, doubleClick: 'reset', showTips: false }
