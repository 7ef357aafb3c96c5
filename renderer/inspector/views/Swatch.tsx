/** A square in a colour of the theme with the mark that large cells of its kind have. */
export const KindSwatch = ({ colour, glyph }: { colour: string; glyph: string }) => (
  <svg className="kind-swatch" viewBox="0 0 1 1" aria-hidden="true">
    <rect width="1" height="1" fill={`var(--${colour})`} />
    {glyph && <path d={glyph} stroke="var(--matrix-mark)" strokeWidth=".1" fill="none" />}
  </svg>
)
