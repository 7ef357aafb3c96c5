/** A drawing that is asked for as often as may be and done at most once a frame. */
export interface FrameDrawing {
  ask(): void
  stop(): void
}

/** @param draw answers whether it is done; one that is not is drawn again in the next frame */
export const onFrames = (draw: () => boolean): FrameDrawing => {
  let frame = 0
  const run = (): void => {
    frame = 0
    if (!draw()) ask()
  }
  const ask = (): void => void (frame ||= requestAnimationFrame(run))
  return { ask, stop: () => cancelAnimationFrame(frame) }
}
