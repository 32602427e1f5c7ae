// The landscape's modules that draw nothing: heights, the eye, what a pointer meets, trails.

import assert from "node:assert/strict"
import { test } from "node:test"
import { eyeOf, firstLook, hidden, hitBy, laid, matrixOf, rayAt, seenAt, spanAt, turned, zoomed }
  from "../../course_lib/explorers/js/camera.js"
import { halves, heightAt, placeOf, pointAt, reliefOf, vertices } from "../../course_lib/explorers/js/heights.js"
import { surfaceOf } from "../../course_lib/explorers/js/surfaces.js"
import { draped, ribbon } from "../../course_lib/explorers/js/trails.js"

const ASPECT = 1.7
// A recipe, the window, the start, a minimum.
const GROUNDS = {
  canyon: [["canyon"], [[-4.5, 2], [-2, 2]], [-3, 1], [0, 0]],
  bowl: [["quadratic", [1, 25]], [[-12, 12], [-4, 4]], [10, 1], [0, 0]],
  basins: [["basins"], [[-2.5, 2], [-2, 2]], [-2, -0.5], [1.16, 0]],
  rosenbrock: [["rosenbrock"], [[-2, 2], [-1, 3]], [-1.2, 1], [1, 1]],
}
const EACH = Object.entries(GROUNDS).map(([name, [recipe, window, start, minimum]]) => {
  const surface = surfaceOf(recipe)
  return { name, surface, window, start, minimum, relief: reliefOf(surface, window) }
})
const near = (mine, theirs, away, what) => assert.ok(Math.abs(mine - theirs) <= away, `${what}: ${mine}, not ${theirs}`)

test("a higher loss stands higher, from the floor to the top", () => {
  for (const { name, relief } of EACH) {
    const losses = Array.from({ length: 50 }, (_, i) => relief.low + (i / 49) * (relief.high - relief.low))
    const heights = losses.map(relief.rise)
    assert.ok(heights.every((height, i) => i === 0 || height > heights[i - 1]), name)
    near(heights[0], 0, 1e-12, name)
    near(heights.at(-1), relief.tall, 1e-12, name)
  }
})

test("only where a surface spans decades are heights logarithmic, and then half of it lies above half the height", () => {
  assert.deepEqual(EACH.filter(({ relief }) => relief.log).map(({ name }) => name), ["rosenbrock"])
  const { relief } = EACH.find(({ name }) => name === "rosenbrock")
  const above = relief.heights.filter((height) => height > relief.tall / 2).length / relief.heights.length
  near(above, 0.5, 0.01, "the share above half the height")
})

test("the ground between the points of the grid is that of the surface", () => {
  for (const { name, relief, surface, start, minimum } of EACH) {
    for (const W of [start, minimum]) {
      const [x, y, z] = placeOf(relief, W, surface.value(W))
      near(heightAt(relief, x, z), y, 0.01 * relief.tall, `${name} at ${W}`)
      pointAt(relief, [x, y, z]).forEach((w, i) => near(w, W[i], 1e-9, name))
    }
  }
})

test("a normal stands upright on a level and leans away from a slope", () => {
  const relief = reliefOf({ value: ([x]) => x }, [[-1, 1], [-1, 1]], 20)
  const { normal, index, place } = vertices(relief)
  assert.ok(normal[0] < 0 && normal[1] > 0)
  near(Math.hypot(normal[0], normal[1], normal[2]), 1, 1e-6, "its length")
  near(-normal[0] / normal[1], relief.tall / 2, 1e-6, "the slope that it says")
  assert.equal(index.length, 6 * 20 * 20)
  assert.ok(Math.max(...index) < place.length / 3)
})

test("the matrix shows a place where the eye sees it", () => {
  const eye = eyeOf({ yaw: 0.7, pitch: 0.6, zoom: 1.3, distance: 4, middle: [0.1, 0.2, -0.1] }, ASPECT)
  const m = matrixOf(eye)
  for (const place of [[0, 0, 0], [1, 0.3, -0.5], [-0.7, 0.1, 0.9]]) {
    const [x, y, , w] = [0, 1, 2, 3].map((k) => m[k] * place[0] + m[4 + k] * place[1] + m[8 + k] * place[2] + m[12 + k])
    const [u, v, depth] = seenAt(eye, place)
    near(x / w, u, 1e-9, "across")
    near(y / w, v, 1e-9, "up")
    near(w, depth, 1e-9, "depth")
  }
})

test("what is laid on the ground stands where its place is seen, or nowhere", () => {
  let [shown, missed] = [0, 0]
  for (const { name, relief, surface, window } of EACH) {
    const eye = eyeOf(firstLook(relief, [], ASPECT), ASPECT)
    const pixel = 0.01
    const lay = laid(relief, eye, pixel)
    const [left, top] = [window[0][0], window[1][1]]
    const corner = [left, top]
    for (let right = -20; right <= 220; right += 20) {
      for (let down = -20; down <= 220; down += 20) {
        const W = [left + (right * pixel) / relief.scale, top - (down * pixel) / relief.scale]
        const outside = W.some((w, i) => w < window[i][0] || w > window[i][1])
        const ground = placeOf(relief, W, surface.value(W))
        const place = lay(corner, [right, down])
        if (outside || (hidden(relief, eye, ground, 0.04) && hidden(relief, eye, ground, 0))) {
          assert.equal(place, null, `${name} at ${W}`)
          missed += 1
        } else if (place) {
          const [x, y] = seenAt(eye, ground)
          near(place[0], x, 0.01, `${name} at ${W}, across`)
          near(place[1], y, 0.01, `${name} at ${W}, up`)
          shown += 1
        } else assert.ok(hidden(relief, eye, ground, 0), `${name} at ${W} is seen`)
      }
    }
  }
  assert.ok(shown > 150 && missed > 100, `${shown} shown, ${missed} not`)
})

test("a picture spans what the eye sees from its lower to its upper edge", () => {
  const eye = eyeOf({ yaw: 0.7, pitch: 0.6, zoom: 1.3, distance: 4, middle: [0.1, 0.2, -0.1] }, ASPECT)
  const middle = [0.1, 0.2, -0.1]
  const [low, high] = [-0.5, 0.5].map((share) => middle.map((m, i) => m + share * spanAt(eye, middle) * eye.up[i]))
  near(seenAt(eye, low)[1], -1, 1e-9, "the lower edge")
  near(seenAt(eye, high)[1], 1, 1e-9, "the upper edge")
})

test("the pointer meets the ground that is seen there", () => {
  for (const { name, relief, surface, start } of EACH) {
    const eye = eyeOf(firstLook(relief, [placeOf(relief, start, surface.value(start))], ASPECT), ASPECT)
    const place = placeOf(relief, start, surface.value(start))
    const hit = pointAt(relief, hitBy(relief, eye, rayAt(eye, seenAt(eye, place))))
    hit.forEach((w, i) => near(w, start[i], 0.02 * (relief.window[i][1] - relief.window[i][0]), name))
    assert.equal(hitBy(relief, eye, rayAt(eye, [0, 0.999])), null, `the sky over the ${name}`)
  }
})

test("the first look shows the start and the minimum, inside the picture", () => {
  for (const { name, relief, surface, start, minimum } of EACH) {
    const places = [start, minimum].map((W) => placeOf(relief, W, surface.value(W)))
    const eye = eyeOf(firstLook(relief, places, ASPECT), ASPECT)
    for (const place of places) {
      assert.ok(!hidden(relief, eye, place), name)
      assert.ok(seenAt(eye, place).slice(0, 2).every((at) => Math.abs(at) < 0.9), name)
    }
  }
})

test("a hill hides what lies behind it", () => {
  const hill = { value: ([x]) => Math.exp(-4 * x ** 2) }
  const relief = reliefOf(hill, [[-1, 1], [-1, 1]], 60)
  const place = placeOf(relief, [-0.9, 0], hill.value([-0.9, 0]))
  const from = (yaw) => eyeOf({ yaw, pitch: 0.2, zoom: 1, distance: 4, middle: [0, 0, 0] }, 1)
  assert.ok(hidden(relief, from(Math.PI / 2), place))
  assert.ok(!hidden(relief, from(-Math.PI / 2), place))
})

test("an eye never goes below the ground, over the top, or out of reach", () => {
  const camera = { yaw: 0, pitch: 0.5, zoom: 1, distance: 4, middle: [0, 0, 0] }
  for (const up of [-9, 9]) {
    const { pitch } = turned(camera, 0, up)
    assert.ok(pitch > 0 && pitch < Math.PI / 2)
  }
  assert.ok(zoomed(camera, 1e9).zoom <= 5 && zoomed(camera, 1e-9).zoom >= 0.5)
})

test("a trail lies on the ground, has a gap where the path is outside, and grows step by step", () => {
  const { relief } = EACH[0]
  const path = [[-3, 1], [0, 0], [0, 50], [1, 50], [1, 0], [1.5, 0.5]]
  const trail = draped(relief, path)
  const [a, b] = halves(relief)
  assert.equal(trail.runs.length, 2)
  for (let i = 0; i < trail.steps.length; i++) {
    const [x, y, z] = trail.places.slice(3 * i, 3 * i + 3)
    near(y, heightAt(relief, x, z), 1e-9, "the ground")
    assert.ok(Math.abs(x) <= a + 1e-9 && Math.abs(z) <= b + 1e-9)
  }
  const { index, upTo, at } = ribbon(trail)
  assert.equal(upTo(0), 0)
  assert.equal(upTo(5), index.length)
  const grown = [0, 1, 2, 3, 4, 5].map(upTo)
  assert.ok(grown[1] > 0 && grown[2] > grown[1] && grown[3] === grown[2] && grown[5] > grown[4])
  assert.ok(Math.max(...index) < at.length / 3)
})

test("a path that goes nowhere, is outside or is empty has no trail", () => {
  const { relief } = EACH[0]
  for (const path of [[], [[0, 0]], [[0, 0], [0, 0]], [[0, 90], [1, 90]]]) {
    assert.ok(ribbon(draped(relief, path)).index.every(Number.isFinite), String(path))
  }
  assert.equal(draped(relief, [[0, 90], [1, 90]]).steps.length, 0)
})
