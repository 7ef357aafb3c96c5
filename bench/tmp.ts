import { openOurs } from './sampling/ours.ts'
const side = openOurs(2, true)
await side.draw(10)
for (let i=0;i<3;i++) { const c=process.cpuUsage(); const { seconds } = await side.draw(50); const d=process.cpuUsage(c); console.log(seconds.toFixed(2), 'cpu', ((d.user+d.system)/1e6).toFixed(2)) }
await side.close()
