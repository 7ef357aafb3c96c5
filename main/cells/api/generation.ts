/** A picture that a run drew or captioned. */
export interface Picture {
  readonly sha256: string
  readonly width: number
  readonly height: number
  /** The prompt of a drawing, the generated caption of a captioned picture. */
  readonly text: string
  /** For captions: what the dataset says. */
  readonly reference: string | null
  /** Of a wave, whose curve this is: what its WAV file is kept under. */
  readonly wav?: string
}

export interface SampleOptions {
  prompts: string | readonly string[]
  /** Classifier-free guidance weight; left out: the run's own. */
  guidance?: number
  /** Denoising steps; left out: the run's own. */
  steps?: number
  /** What is made. Left out: images where the run has them, else waves. */
  modality?: 'image' | 'wave'
  /** Of pictures, `'32x16'`, for a run with `image.buckets`; left out: the square of `image.size`. */
  size?: string
  /** Same seed and prompts: same pictures. */
  seed?: number
}

export interface GenerateOptions {
  /** What comes next: a picture, a wave, or text and nothing else. Left out: whatever the model says. */
  next?: 'image' | 'wave' | 'text'
  /** Most elements to add, text tokens and patches alike. */
  budget?: number
  /** Randomness of the text; 0 takes the likeliest token. Left out: the run's own. */
  temperature?: number
  /** Only the likeliest tokens that together have these odds. */
  topP?: number
  /** Only tokens with at least this share of the likeliest one's odds. */
  minP?: number
  guidance?: number
  steps?: number
  seed?: number
}

/** What came after a prompt. */
export interface Generated {
  /** In order: stretches of text, pictures, and waves as pictures of their curves. */
  readonly parts: readonly (string | Picture)[]
  readonly pictures: readonly Picture[]
  readonly text: string
  /** The model said that it is done, or there was no room for more. */
  readonly ended: 'endOfText' | 'budget'
}

export interface CaptionOptions {
  /** Held-out pictures or waves to caption. Default 8. */
  count?: number
  /** Your own files: paths of PNG, JPEG, WebP or WAV files, relative to the notebook. */
  images?: string | readonly string[]
  seed?: number
}
