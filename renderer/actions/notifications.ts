import type { RunRecord } from '../../protocol/records.ts'
import { formatDuration } from '../format/time.ts'
import type { Lab } from './lab.ts'
import { recall, remember } from './memory.ts'
import { notify } from './notices.ts'

/** A run that took less needs no call: the user is still there. In milliseconds. */
const long = 60_000

/** What to say of a run's change, or null: only the end of a long run is worth a call. */
export const endNotice = (before: RunRecord | undefined, after: RunRecord): { title: string; body: string } | null => {
  if (!before || before.ended !== null || after.ended === null || after.status === 'cancelled') return null
  if (after.started === null || after.ended - after.started < long) return null
  return { title: `${after.name}: ${after.status}`, body: after.reason ?? `${after.step} steps in ${formatDuration(after.ended - after.started)}` }
}

/** Calls the user, who is elsewhere, when a long run ends; where that was asked for and is allowed. */
export const tellOfEnd = (lab: Lab, after: RunRecord): void => {
  if (recall('notify') !== 'on' || !('Notification' in window) || Notification.permission !== 'granted' || document.hasFocus()) return
  const notice = endNotice(lab.store.get().runs[after.id], after)
  if (notice) new Notification(notice.title, { body: notice.body, tag: after.id })
}

/** Asks for permission once, or turns the calls off again. */
export const toggleNotifications = async (lab: Lab): Promise<void> => {
  if (recall('notify') === 'on') {
    remember('notify', 'off')
    return notify(lab.store, 'info', 'You will not be told any more when long runs end.')
  }
  if (!('Notification' in window) || (await Notification.requestPermission()) !== 'granted') {
    return notify(lab.store, 'error', 'This browser does not allow notifications of this page; allow them in its settings for the address of this page.')
  }
  remember('notify', 'on')
  notify(lab.store, 'info', 'You will be told when a run that took more than a minute ends, while you are in another window.')
}
