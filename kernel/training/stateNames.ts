/** What a state tensor is: a parameter, AdamW's moments of it, or its moving average. */
export const stateKinds = ['param', 'm', 'v', 'ema'] as const
export type StateKind = (typeof stateKinds)[number]

export const stateName = (kind: StateKind, parameter: string): string => `${kind}/${parameter}`
