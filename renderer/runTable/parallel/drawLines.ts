/** A run as a line: its places on the axes, null where it has no value. */
export interface ParallelLine {
  places: readonly (number | null)[]
  /** It fits the filter. */
  fits: boolean
  ticked: boolean
}

export interface LineColours {
  other: string
  fits: string
  ticked: string
}

/** Draws the lines: those that fit over those that do not, ticked ones on top. A missing value breaks a line. */
export const drawLines = (context: CanvasRenderingContext2D, lines: readonly ParallelLine[], xs: readonly number[], height: number, margin: number, colours: LineColours): void => {
  const y = (place: number): number => margin + (1 - place) * (height - 2 * margin)
  const draw = (chosen: readonly ParallelLine[], colour: string, alpha: number, width: number): void => {
    context.strokeStyle = colour
    context.globalAlpha = alpha
    context.lineWidth = width
    context.beginPath()
    for (const { places } of chosen) {
      let drawing = false
      for (const [i, place] of places.entries()) {
        if (place !== null && drawing) context.lineTo(xs[i]!, y(place))
        else if (place !== null) context.moveTo(xs[i]!, y(place))
        drawing = place !== null
      }
    }
    context.stroke()
  }
  const fitting = lines.filter(({ fits }) => fits)
  // The more lines, the fainter each: where many go the same way is then seen.
  const alpha = Math.min(0.9, Math.max(0.06, 30 / Math.max(1, fitting.length)))
  draw(lines.filter(({ fits }) => !fits), colours.other, 0.15, 1)
  draw(fitting, colours.fits, alpha, 1.25)
  draw(fitting.filter(({ ticked }) => ticked), colours.ticked, 1, 2)
  context.globalAlpha = 1
}
