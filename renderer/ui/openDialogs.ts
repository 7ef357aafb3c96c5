let open = 0

/** Notes that a dialog lies over the page. Returns what notes that it is gone. */
export const dialogOpened = (): (() => void) => {
  open++
  return () => void open--
}

/** Whether a dialog lies over the page. Asked with every key: to look for one in the document takes a millisecond in a long notebook. */
export const isDialogOpen = (): boolean => open > 0
