import { useEffect, useState } from 'react'
import type { ExaminedDriver } from '../../protocol/kernelMessages.ts'
import { ask, useLab } from '../actions/lab.ts'
import { Icon } from '../ui/Icon.tsx'

/** One row a Vulkan driver, where there are several: whether WebGPU works with it, and the choice of it. */
export const DriverTable = () => {
  const lab = useLab()
  const [drivers, setDrivers] = useState<readonly ExaminedDriver[] | null>(null)
  const [busy, setBusy] = useState(false)
  useEffect(() => void ask(lab, 'app.drivers', null).then((found) => setDrivers(found ?? [])), [lab])
  const choose = async (manifest: string | null): Promise<void> => {
    setBusy(true)
    const taken = await ask(lab, 'app.chooseDriver', { driver: manifest })
    if (taken) setDrivers((known) => known && known.map((driver) => ({ ...driver, chosen: driver.manifest === taken.manifest })))
    setBusy(false)
  }
  if (drivers === null) return <p className="small soft" role="status">Trying each Vulkan driver alone …</p>
  if (drivers.length === 0) return null
  return (
    <>
      <table className="engines">
        <thead><tr><th scope="col">Vulkan driver</th><th scope="col">WebGPU works</th><th scope="col">chosen, or why it cannot be</th></tr></thead>
        <tbody>
          {drivers.map(({ name, manifest, chosen, available, detail }) => (
            <tr key={manifest}>
              <th scope="row" title={manifest}>{name}</th>
              <td><span className={`status ${available ? 'finished' : ''}`}><Icon name={available ? 'check' : 'dash'} />{available ? 'yes' : 'no'}</span></td>
              <td>{!available ? detail : chosen ? 'chosen' : <button type="button" className="bordered" aria-disabled={busy} title={`lab setup webgpu --driver ${name}`} onClick={() => void (busy || choose(manifest))}>Choose {name}</button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row wrap engines-choice">
        {drivers.some(({ chosen }) => chosen)
          ? <button type="button" className="bordered" aria-disabled={busy} title="lab setup webgpu --driver any" onClick={() => void (busy || choose(null))}>Any driver</button>
          : <span className="small soft">None is chosen: WebGPU takes the first card that it finds, of any driver.</span>}
        {busy && <span className="small soft" role="status">Trying it …</span>}
      </div>
    </>
  )
}
