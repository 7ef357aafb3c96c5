import path from 'node:path'

/** Where engines that a user adds with `lab setup` are kept, in the app's home; null when nobody said where that is. */
export const enginesFolder = (): string | null => {
  const { TRANSFUSION_LAB_HOME: home } = process.env
  return home ? path.join(home, 'engines') : null
}
