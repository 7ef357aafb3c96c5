interface ReachSliderProps {
  layers: number
  most: number
  /** The layer after which nothing is added, as soon as it is known. */
  settled: number | null
  /** 0 … 1 while it is worked out; null otherwise. */
  progress: number | null
  onChange(layers: number): void
}

/** Through how many layers positions learn of each other. */
export const ReachSlider = ({ layers, most, settled, progress, onChange }: ReachSliderProps) => (
  <label className="field reach" title="What a position can learn of through positions in between">
    Reach after
    <input type="range" min={1} max={most} value={layers} aria-valuetext={`${layers} of ${most} layers`} onChange={(event) => onChange(Number(event.target.value))} />
    <output className="mono">{layers} {layers === 1 ? 'layer' : 'layers'}</output>
    {progress !== null && <progress max={1} value={progress} aria-label="Working out the reach" />}
    {progress === null && layers > 1 && settled !== null && <span className="faint small">{settled === 1 ? 'layers add nothing' : settled < layers ? `nothing new after ${settled}` : ''}</span>}
  </label>
)
