// The eye that looks at a landscape: it circles around a point. yaw and pitch in radians, distances in the world's
// units.

import { halves, heightAt, placeOf } from "./heights.js"

const FIELD = Math.tan((15 * Math.PI) / 180) // of half the field of view, along the shorter side of the picture
const FLAT = 0.12, STEEP = Math.PI / 2 - 0.02
const NEAR = 0.1, FAR = 30

/** @typedef {{yaw: number, pitch: number, zoom: number, distance: number, middle: number[]}} Camera */

export const turned = (camera, right, up) => ({ ...camera, yaw: camera.yaw - right,
  pitch: Math.min(STEEP, Math.max(FLAT, camera.pitch + up)) })

export const zoomed = (camera, factor) => ({ ...camera, zoom: Math.min(5, Math.max(0.6, camera.zoom * factor)) })

// The eye of a camera in a picture of some proportion (width/height): where it is, and its axes.
export function eyeOf(camera, aspect) {
  const { yaw, pitch, zoom, distance: first, middle } = camera
  const back = [Math.sin(yaw) * Math.cos(pitch), Math.sin(pitch), Math.cos(yaw) * Math.cos(pitch)]
  const right = [Math.cos(yaw), 0, -Math.sin(yaw)]
  const up = cross(back, right)
  const distance = first / zoom
  return { at: middle.map((m, i) => m + distance * back[i]), back, right, up, aspect }
}

const cross = (a, b) => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

// Where a place is seen: [x, y] from −1 to 1, to the right and up, and how far in front of the eye it lies.
export function seenAt(eye, place) {
  const way = place.map((p, i) => p - eye.at[i])
  const depth = -dot(way, eye.back)
  return [dot(way, eye.right) / (depth * FIELD * eye.aspect), dot(way, eye.up) / (depth * FIELD), depth]
}

// How much of the world, at a place's distance, the picture shows from its lower edge to its upper.
export const spanAt = (eye, place) => 2 * FIELD * seenAt(eye, place)[2]

// The direction, of length 1, of what is seen at [x, y].
export function rayAt(eye, [x, y]) {
  const way = [0, 1, 2].map((i) => x * FIELD * eye.aspect * eye.right[i] + y * FIELD * eye.up[i] - eye.back[i])
  const length = Math.hypot(...way)
  return way.map((w) => w / length)
}

// The matrix, column by column, that takes a place in the world to the graphics card's clip space.
export function matrixOf(eye) {
  const { right, up, back, at, aspect } = eye
  const [sx, sy] = [1 / (FIELD * aspect), 1 / FIELD]
  const [a, b] = [(FAR + NEAR) / (NEAR - FAR), (2 * FAR * NEAR) / (NEAR - FAR)]
  const row = (axis, factor) => [...axis.map((v) => v * factor), -dot(axis, at) * factor]
  const [x, y, z] = [row(right, sx), row(up, sy), row(back, a)]
  const w = row(back, -1)
  z[3] += b
  return [0, 1, 2, 3].flatMap((k) => [x[k], y[k], z[k], w[k]])
}

// Whether the landscape hides a place from the eye. lift: how far above the ground the place is taken to be.
export function hidden(relief, eye, place, lift = 0.02) {
  const from = [place[0], place[1] + lift, place[2]]
  const way = eye.at.map((e, i) => e - from[i])
  const length = Math.hypot(...way)
  const [a, b] = halves(relief)
  for (let s = 0.02; s < 2.6; s += 0.02) {
    const [x, y, z] = from.map((f, i) => f + (s * way[i]) / length)
    if (y > relief.tall || Math.abs(x) > a || Math.abs(z) > b) return false
    if (y < heightAt(relief, x, z)) return true
  }
  return false
}

// A function that lays what is flat on the landscape: where one sees (as `seenAt` says) what lies a way [right, down]
// from a W, in parts of which `pixel` is the length in the world; null where a hill hides it or the landscape ends.
export const laid = (relief, eye, pixel) => (W, [right, down]) => {
  const [from, , back] = placeOf(relief, W, relief.low)
  const [x, z] = [from + pixel * right, back + pixel * down]
  const [a, b] = halves(relief)
  if (Math.abs(x) > a || Math.abs(z) > b) return null
  const place = [x, heightAt(relief, x, z), z]
  return hidden(relief, eye, place) ? null : seenAt(eye, place).slice(0, 2)
}

// Where a ray from the eye meets the landscape, null beside it.
export function hitBy(relief, eye, ray) {
  const [a, b] = halves(relief)
  const on = (s) => eye.at.map((e, i) => e + s * ray[i])
  const below = ([x, y, z]) => y <= heightAt(relief, x, z)
  const inside = ([x, , z]) => Math.abs(x) <= a && Math.abs(z) <= b
  // From where the ray comes down to the highest place, in steps of about a cell.
  const begin = Math.max(0, ray[1] < 0 ? (relief.tall - eye.at[1]) / ray[1] - 0.02 : 0)
  let before = begin
  for (let s = begin; s < begin + 8; s += 0.012) {
    const place = on(s)
    if (inside(place) && below(place)) {
      let [low, high] = [before, s]
      for (let k = 0; k < 20; k++) {
        const half = (low + high) / 2
        if (below(on(half))) high = half
        else low = half
      }
      const found = on(high)
      return inside(found) ? found : place
    }
    if (place[1] < -0.05) return null
    before = s
  }
  return null
}

// How well a place is seen: 0 behind a hill, less than 1 where the ground is seen at a low angle.
function shown(relief, eye, place) {
  if (hidden(relief, eye, place)) return 0
  const [x, y, z] = place, h = 0.02
  const slope = (dx, dz) => (heightAt(relief, x + dx, z + dz) - heightAt(relief, x - dx, z - dz)) / (2 * h)
  const normal = [-slope(h, 0), 1, -slope(0, h)]
  const way = [eye.at[0] - x, eye.at[1] - y, eye.at[2] - z]
  return Math.min(1, Math.max(0, (2.3 * dot(normal, way)) / (Math.hypot(...normal) * Math.hypot(...way))))
}

// A first look: of the directions around, the one from which most of the low ground is seen, and the given places.
// aspect: the picture's width in parts of its height; room: the size of its words.
/** @returns {Camera} */
export function firstLook(relief, places, aspect, room = 0.037) {
  const { nx, ny, heights } = relief
  const [a, b] = halves(relief)
  const low = [...heights].sort((p, q) => p - q)[Math.floor(heights.length / 6)]
  const ground = []
  for (let j = 2; j < ny - 2; j += 6) {
    for (let i = 2; i < nx - 2; i += 6) {
      const height = heights[j * nx + i]
      if (height <= low) ground.push([-a + (2 * a * i) / (nx - 1), height, b - (2 * b * j) / (ny - 1)])
    }
  }
  let best = { score: Number.NEGATIVE_INFINITY, camera: framed(relief, 0.5, 0.7, aspect, room) }
  for (const pitch of [0.5, 0.6, 0.7, 0.8]) {
    for (let k = 0; k < 24; k++) {
      const yaw = (k / 24) * 2 * Math.PI + 0.12
      const camera = { yaw, pitch, zoom: 1, distance: 4.4, middle: [0, 0.2, 0] }
      const eye = eyeOf(camera, aspect)
      const share = (all) => all.reduce((sum, place) => sum + shown(relief, eye, place), 0) / (all.length || 1)
      // A flat eye shows heights better; one near the usual view, W₁ to the right, is easier to read.
      const score = share(ground) + 0.8 * share(places) - 0.45 * (pitch - 0.5) + 0.22 * Math.cos(yaw - 0.4)
      if (score > best.score) best = { score, camera }
    }
  }
  return framed(relief, best.camera.yaw, best.camera.pitch, aspect, room)
}

// The camera that looks from there and has the landscape fill the picture, but for what its words need: some
// letters beside it, half a line above, and below it three lines for its scale and for the hand.
export function framed(relief, yaw, pitch, aspect, room) {
  const [a, b] = halves(relief)
  const [beside, above, below] = [(7 * room) / aspect, 1.2 * room, 7.5 * room]
  const parts = [-1, -0.5, 0, 0.5, 1]
  const rim = parts.flatMap((u) => parts.map((v) => [u * a, v * b]))
    .flatMap(([x, z]) => [[x, 0, z], [x, heightAt(relief, x, z), z]])
  let camera = { yaw, pitch, zoom: 1, distance: 4.4, middle: [0, 0.2, 0] }
  for (let k = 0; k < 6; k++) {
    const eye = eyeOf(camera, aspect)
    const seen = rim.map((place) => seenAt(eye, place))
    const [left, right, bottom, top] = [0, 1].flatMap((axis) =>
      [Math.min, Math.max].map((pick) => pick(...seen.map((place) => place[axis]))))
    const [across, up] = [(left + right) / 2, (bottom + top - below + above) / 2]
    const reach = camera.distance * FIELD
    const middle = camera.middle.map((m, i) => m + reach * (aspect * across * eye.right[i] + up * eye.up[i]))
    const full = Math.max((right - left) / (2 - 2 * beside), (top - bottom) / (2 - above - below))
    camera = { ...camera, middle, distance: camera.distance * full }
  }
  return camera
}
