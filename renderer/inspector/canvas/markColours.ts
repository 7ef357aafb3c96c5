import { themeColour } from '../../charts/colours.ts'

/** The colour of each `mark`, by its number; nothing for what is not lit. */
export const markColours = (): readonly string[] => ['transparent', ...['accent', 'mask-a', 'mask-b', 'reach-before', 'reach-new'].map(themeColour)]
