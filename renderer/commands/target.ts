/** What has the keyboard: it decides which shortcuts are the page's and which are typing. */
export type KeyTarget = 'cellEditor' | 'textField' | 'ownKeys' | 'control' | 'page'

const textInputs = 'input:not([type=checkbox]):not([type=range]):not([type=radio]), textarea, select, [contenteditable=true]'

export const keyTarget = (element: Element | null): KeyTarget => {
  if (!element) return 'page'
  if (element.closest('[data-cell-editor]')) return 'cellEditor'
  if (element.closest(textInputs)) return 'textField'
  if (element.matches('[data-own-keys]')) return 'ownKeys'
  return element.closest('button, a, input, summary, [role=menuitem]') ? 'control' : 'page'
}

/** Keys that a focused button, tick box or slider uses itself. */
const controlKeys = ['Enter', ' ', 'ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End']

/** Keys of a drawing that is moved in: the mask inspector's matrix and strip. */
const ownKeys = [...controlKeys, 'PageUp', 'PageDown', 'Escape', '+', '=', '-', '0']

/** Whether a press belongs to what is focused rather than to a shortcut. */
export const belongsToTarget = (target: KeyTarget, press: string): boolean => {
  if (target === 'textField') return !press.startsWith('Mod+') || ['Mod+a', 'Mod+c', 'Mod+v', 'Mod+x', 'Mod+z', 'Mod+b'].includes(press)
  if (target === 'ownKeys') return ownKeys.includes(press)
  return target === 'control' && controlKeys.includes(press)
}

/** Escape lets go of a slider first: who has moved one wants to see what it did, not to leave the view. */
export const letsGo = (element: Element | null, press: string): element is HTMLInputElement => press === 'Escape' && element?.matches('input[type=range]') === true

/** Something inside the editor that Escape closes first: completions, search, a hover. */
export const editorHasPopup = (element: Element | null): boolean =>
  element?.closest('[data-cell-editor]')?.querySelector('.suggest-widget.visible, .parameter-hints-widget.visible, .find-widget.visible, .rename-box') != null
