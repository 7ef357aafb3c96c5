import type { Picture } from '../document.ts'
import type { Scene } from './scene.ts'
import { coverage } from './silhouette.ts'
import { background, rgbOf } from './vocabulary.ts'

/** Draws a scene, anti-aliased, as a square picture of `size` pixels. */
export function renderScene(scene: Scene, size: number): Picture {
  const pixels = new Uint8Array(size * size * 3)
  for (let i = 0; i < pixels.length; i++) pixels[i] = background[i % 3]!
  for (const { shape, colour, cx, cy, radius } of scene.objects) {
    const ink = rgbOf[colour]
    const first = (centre: number) => Math.max(0, Math.floor((centre - radius) * size))
    const last = (centre: number) => Math.min(size - 1, Math.floor((centre + radius) * size))
    for (let y = first(cy); y <= last(cy); y++) {
      for (let x = first(cx); x <= last(cx); x++) {
        const covered = coverage(shape, cx * size, cy * size, radius * size, x, y)
        if (covered === 0) continue
        const at = (y * size + x) * 3
        for (let c = 0; c < 3; c++) pixels[at + c] = Math.round(pixels[at + c]! * (1 - covered) + ink[c]! * covered)
      }
    }
  }
  return { width: size, height: size, pixels }
}
