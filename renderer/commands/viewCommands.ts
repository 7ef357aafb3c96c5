import { show } from '../actions/runs.ts'
import { openDataset, openInspector } from '../actions/inspector.ts'
import { toggleNotifications } from '../actions/notifications.ts'
import { copyText } from '../actions/takeAway.ts'
import { openRunTable } from '../actions/runTable.ts'
import { toggleSidebar, toggleTheme } from '../actions/appearance.ts'
import { toggleOverlay } from '../actions/overlay.ts'
import type { Command } from './command.ts'

/** What changes the view and nothing else. */
export const viewCommands: readonly Command[] = [
  { id: 'view.palette', label: 'Command palette', group: 'View', keys: ['Mod+k', 'Mod+Shift+p'], mode: 'any', run: (lab) => toggleOverlay(lab, 'palette') },
  { id: 'view.help', label: 'Keyboard shortcuts', group: 'View', keys: ['?'], mode: 'command', run: (lab) => toggleOverlay(lab, 'help') },
  { id: 'view.engines', label: 'Engines: which work here, and how fast', group: 'View', keys: [], mode: 'any', run: (lab) => toggleOverlay(lab, 'engines') },
  { id: 'view.theme', label: 'Switch between light, dark and high contrast', group: 'View', keys: [], mode: 'any', run: toggleTheme },
  { id: 'view.notify', label: 'Tell me when long runs end, or stop telling', group: 'View', keys: [], mode: 'any', run: (lab) => void toggleNotifications(lab) },
  { id: 'view.address', label: 'Copy the address of this view', group: 'View', keys: [], mode: 'any', run: (lab) => copyText(lab, window.location.href, 'The address of this view is copied.') },
  { id: 'view.settings', label: 'Settings: look, keys, calls', group: 'View', keys: ['Mod+,'], mode: 'any', run: (lab) => toggleOverlay(lab, 'settings') },
  { id: 'view.sidebar', label: 'Show or hide the sidebar', group: 'View', keys: ['Mod+b'], mode: 'any', run: toggleSidebar },
  { id: 'view.notebook', label: 'Go to the notebook', group: 'View', keys: ['Escape'], mode: 'command', when: ({ view }) => view.kind !== 'notebook', run: (lab) => show(lab, { kind: 'notebook' }) },
  { id: 'view.inspector', label: 'Open mask inspector', group: 'View', keys: ['Mod+Shift+m'], mode: 'any', run: (lab) => openInspector(lab) },
  { id: 'view.runs', label: 'All runs as a table', group: 'View', keys: ['Mod+Shift+l'], mode: 'any', run: openRunTable },
  { id: 'view.data', label: 'Data: documents of the run in front, or of the nano preset', group: 'View', keys: [], mode: 'any', run: (lab) => openDataset(lab) },
  { id: 'view.folder', label: 'Take in a folder of pictures as a dataset', group: 'Notebook', keys: [], mode: 'any', when: ({ notebook }) => notebook !== null, run: (lab) => toggleOverlay(lab, 'folder') },
  { id: 'view.sql', label: 'SQL on the database of runs', group: 'View', keys: [], mode: 'any', run: (lab) => show(lab, { kind: 'sql' }) },
  { id: 'view.compare', label: 'Compare the ticked runs', group: 'View', keys: [], mode: 'any', when: ({ basket }) => basket.length > 1, run: (lab) => show(lab, { kind: 'comparison' }) },
]
