import type { Shape } from './vocabulary.ts'

const arm = 0.36
const hole = 0.52

/** Whether (u, v) lies in the shape that fills −1..1 both ways, v down. */
const inside: Record<Shape, (u: number, v: number) => boolean> = {
  circle: (u, v) => u * u + v * v <= 1,
  square: (u, v) => Math.abs(u) <= 1 && Math.abs(v) <= 1,
  triangle: (u, v) => v <= 1 && Math.abs(u) <= (v + 1) / 2,
  cross: (u, v) => Math.min(Math.abs(u), Math.abs(v)) <= arm && Math.max(Math.abs(u), Math.abs(v)) <= 1,
  ring: (u, v) => u * u + v * v <= 1 && u * u + v * v >= hole * hole,
  diamond: (u, v) => Math.abs(u) + Math.abs(v) <= 1,
}

const samples = 4

/** The share (0..1) of pixel (x, y) that a shape centred at (cx, cy) with half-width `radius` covers; all in pixels. */
export function coverage(shape: Shape, cx: number, cy: number, radius: number, x: number, y: number): number {
  const test = inside[shape]
  let hits = 0
  for (let j = 0; j < samples; j++) {
    const v = (y + (j + 0.5) / samples - cy) / radius
    for (let i = 0; i < samples; i++) if (test((x + (i + 0.5) / samples - cx) / radius, v)) hits++
  }
  return hits / (samples * samples)
}
