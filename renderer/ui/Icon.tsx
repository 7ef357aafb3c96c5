/** Line drawings on a 16 × 16 grid. They always stand beside a word or carry an accessible name. */
const paths = {
  play: 'M5 3.5v9l7-4.5z',
  playAll: 'M3 3.5v9l5-4.5zM9 3.5v9l5-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  stop: 'M4 4h8v8H4z',
  restart: 'M12.5 6A5 5 0 1 0 13 9.2M12.8 2.8V6H9.6',
  up: 'M8 12.5v-9M4.5 7 8 3.5 11.5 7',
  down: 'M8 3.5v9M4.5 9 8 12.5 11.5 9',
  trash: 'M3 4.5h10M6.5 4.5V3h3v1.5M4.5 4.5l.6 8.5h5.8l.6-8.5',
  plus: 'M8 3.5v9M3.5 8h9',
  close: 'M4 4l8 8M12 4l-8 8',
  sidebar: 'M2.5 3.5h11v9h-11zM6 3.5v9',
  theme: 'M8 2.5a5.5 5.5 0 1 0 0 11zM8 2.5a5.5 5.5 0 0 1 0 11',
  command: 'M3.5 5l3 3-3 3M8.5 11.5h4.5',
  help: 'M5.8 6a2.2 2.2 0 1 1 3.2 2c-.7.4-1 .8-1 1.6M8 12v.2',
  check: 'M3.5 8.5l3 3 6-7',
  cross: 'M4 4l8 8M12 4l-8 8',
  clock: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M8 5v3.2l2 1.3',
  spin: 'M8 2.5a5.5 5.5 0 1 1-5.5 5.5',
  warning: 'M8 2.8 14 13H2zM8 6.5v3M8 11.2v.2',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  text: 'M3.5 4h9M8 4v8.5',
  edit: 'M3 13l.7-2.8 7-7 2.1 2.1-7 7z',
  copy: 'M5.5 5.5h7v7h-7zM3.5 10.5v-7h7',
  chevron: 'M6 4l4 4-4 4',
  compare: 'M4.5 3v10M11.5 3v10M2.5 6l2-3 2 3M9.5 10l2 3 2-3',
  dash: 'M4 8h8',
  ended: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11M5.5 8h5',
  download: 'M8 3v7M4.8 7 8 10.2 11.2 7M3.5 13h9',
  import: 'M8 10V3M4.8 6 8 2.8 11.2 6M3.5 13h9',
  mask: 'M2.5 2.5h11v11h-11zM2.5 2.5l11 11M6.2 6.2v3.6h3.6z',
  table: 'M2.5 3.5h11v9h-11zM2.5 6.5h11M2.5 9.5h11M6 6.5v6',
  pictures: 'M2.5 4.5h9v8h-9zM4.5 2.5h9v8M2.5 10.5l3-3 3 3 1.5-1.5 1.5 1.5',
  pin: 'M6 2.5h4l-.6 4 2.6 2.5H4l2.6-2.5zM8 9v4.5',
  forward: 'M3.5 8h9M9 4.5 12.5 8 9 11.5',
  back: 'M12.5 8h-9M7 4.5 3.5 8 7 11.5',
} as const

export type IconName = keyof typeof paths

export const Icon = ({ name }: { name: IconName }) => (
  <svg className="icon" viewBox="0 0 16 16" aria-hidden="true"><path d={paths[name]} /></svg>
)
