interface NoiseSliderProps {
  /** t / T of every image that is not given clean. */
  value: number
  onChange(noise: number): void
}

/** The noise of the sequence's images: what a mask says of noisy patches, and what a checkpoint attends to, depends on it. */
export const NoiseSlider = ({ value, onChange }: NoiseSliderProps) => (
  <label className="field" title="How noisy the images are: 0 is clean, 1 pure noise">
    Noise t / T
    <input type="range" min={0} max={1} step={0.05} value={value} aria-valuetext={`${value.toFixed(2)} of pure noise`} onChange={(event) => onChange(Number(event.target.value))} />
    <output className="mono">{value.toFixed(2)}</output>
  </label>
)
