/** Groups of parameters that can be frozen. */
export const parameterGroups = ['text', 'patches', 'attention', 'mlp', 'norms', 'encoder', 'decoder', 'codebook', 'discriminator'] as const
export type ParameterGroup = (typeof parameterGroups)[number]

/** Which group a parameter belongs to, by its name. */
export const groupOf = (name: string): ParameterGroup => {
  if (name === 'tokenEmbedding' || name === 'head') return 'text'
  const part = /^(encoder|decoder|codebook|discriminator)\b/.exec(name)?.[1]
  if (part) return part as ParameterGroup
  if (name === 'norm' || /^layers\.\d+\..*[nN]orm$/.test(name)) return 'norms'
  return (/^layers\.\d+\.(attention|mlp)\./.exec(name)?.[1] as ParameterGroup | undefined) ?? 'patches'
}
