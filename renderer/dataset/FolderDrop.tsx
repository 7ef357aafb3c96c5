import { useEffect, useRef, useState } from 'react'
import { useLab, useLabState } from '../actions/lab.ts'
import { takeFolder } from '../actions/takeFolder.ts'
import { formatCount } from '../format/numbers.ts'
import { droppedFolder } from './droppedFolder.ts'

/** Takes folders that are dropped on the page, or chosen by the command of the same name, as datasets. */
export const FolderDrop = () => {
  const lab = useLab()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const choosing = useLabState((state) => state.overlay === 'folder')
  const coming = useLabState((state) => state.progress['folder'])

  useEffect(() => {
    const isFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false
    const onOver = (event: DragEvent): void => {
      if (!isFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const onLeave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false)
    }
    const onDrop = (event: DragEvent): void => {
      if (!isFiles(event)) return
      event.preventDefault()
      setOver(false)
      void droppedFolder(event.dataTransfer!.items).then((folder) => folder && takeFolder(lab, folder.name, folder.files))
    }
    window.addEventListener('dragover', onOver)
    window.addEventListener('dragleave', onLeave)
    window.addEventListener('drop', onDrop)
    return () => {
      window.removeEventListener('dragover', onOver)
      window.removeEventListener('dragleave', onLeave)
      window.removeEventListener('drop', onDrop)
    }
  }, [lab])

  useEffect(() => {
    if (!choosing) return
    lab.store.update((state) => ({ ...state, overlay: null }))
    input.current?.click()
  }, [lab, choosing])

  return (
    <>
      <input
        ref={input} type="file" hidden aria-label="Folder of pictures" {...{ webkitdirectory: '' }} multiple
        onChange={(event) => {
          const files = [...(event.target.files ?? [])].map((file) => ({ path: file.webkitRelativePath.split('/').slice(1).join('/'), file }))
          const name = event.target.files?.[0]?.webkitRelativePath.split('/')[0]
          if (name) void takeFolder(lab, name, files)
          event.target.value = ''
        }}
      />
      {over && <div className="drop-here" aria-hidden>Drop a folder of pictures: it becomes a dataset, and a cell that trains on it</div>}
      {coming && <div className="drop-progress" role="status">{coming.stage}: {formatCount(coming.done)} of {formatCount(coming.total)} files</div>}
    </>
  )
}
