import { createRoot } from 'react-dom/client'
import './styles/theme.css'
import './styles/base.css'
import './styles/layout.css'
import './styles/cells.css'
import './styles/runs.css'
import './styles/runTable.css'
import './styles/comparison.css'
import './styles/inspector.css'
import './styles/engines.css'
import './styles/dataset.css'
import { followAddress } from './actions/address.ts'
import { applySidebar, applyTheme } from './actions/appearance.ts'
import { createLab, LabContext } from './actions/lab.ts'
import { start } from './actions/start.ts'
import { App } from './app/App.tsx'
import { Failure } from './app/Failure.tsx'
import { connect } from './client/connect.ts'

applyTheme()
applySidebar()
const lab = createLab(connect())
followAddress(lab)
start(lab)
createRoot(document.getElementById('root')!).render(
  <Failure><LabContext value={lab}><App /></LabContext></Failure>,
)
