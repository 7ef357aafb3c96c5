/** Environment of a process that has Vulkan's loader take one driver alone: newer loaders heed the first variable, older ones the second. */
export const onlyDriver = (manifest: string): Record<string, string> => ({ VK_DRIVER_FILES: manifest, VK_ICD_FILENAMES: manifest })

/** Whether an environment has drivers named by whoever set it up. */
export const namesDrivers = ({ VK_DRIVER_FILES: files, VK_ICD_FILENAMES: icds }: Readonly<Record<string, string | undefined>>): boolean => Boolean(files || icds)

/** Holds, in a kernel's environment, the manifest of the driver that was chosen in the app. */
export const chosenDriverVariable = 'TRANSFUSION_LAB_VULKAN_DRIVER'
