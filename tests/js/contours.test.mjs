// The lines of equal loss on the map.

import assert from "node:assert/strict"
import { test } from "node:test"
import { bandsOf, contoursOf } from "../../course_lib/explorers/js/contours.js"
import { surfaceOf } from "../../course_lib/explorers/js/surfaces.js"

const SIDE = 4
const WINDOW = [[-2, 2], [-2, 2]]
const W = (x, y) => [SIDE * x - 2, SIDE * y - 2]

// {loss: the pieces at which it stands}, by three digits of it.
function byLoss(surface) {
  const found = {}
  for (const piece of contoursOf({ window: WINDOW }, surface).pieces) {
    const losses = [0, 2].map((k) => surface.value(W(piece[k], piece[k + 1])))
    assert.ok(Math.abs(losses[0] - losses[1]) < 0.003 * (1 + Math.abs(losses[0])), `a piece from a loss of ${losses[0]} to ${losses[1]}`)
    found[losses[0].toFixed(2)] = [...(found[losses[0].toFixed(2)] ?? []), piece]
  }
  return found
}

test("on a round bowl they are circles, each as long as its radius says", () => {
  const lines = Object.entries(byLoss(surfaceOf(["quadratic", [1, 1]])))
  const inside = lines.filter(([loss]) => loss > 0.1 && loss < 2) // beyond it a circle leaves the window
  assert.ok(inside.length > 4, String(inside.length))
  for (const [loss, pieces] of inside) {
    const long = pieces.reduce((sum, [x, y, u, v]) => sum + SIDE * Math.hypot(u - x, v - y), 0)
    const circle = 2 * Math.PI * Math.sqrt(2 * Number(loss))
    assert.ok(Math.abs(long / circle - 1) < 0.02, `loss ${loss}: ${long}, not ${circle}`)
  }
})

test("a line ends nowhere but at the rim, on a saddle too", () => {
  for (const recipe of [["saddle"], ["basins"], ["rosenbrock"]]) {
    const ends = new Map()
    const all = contoursOf({ window: WINDOW }, surfaceOf(recipe)).pieces
    assert.ok(all.length > 500, String(all.length))
    for (const piece of all) {
      for (const k of [0, 2]) {
        const place = piece.slice(k, k + 2)
        if (place.some((share) => share < 1e-9 || share > 1 - 1e-9)) continue
        const key = place.map((share) => share.toFixed(7)).join()
        ends.set(key, (ends.get(key) ?? 0) + 1)
      }
    }
    const loose = [...ends.values()].filter((count) => count % 2)
    assert.equal(loose.length, 0, `${recipe}: ${loose.length} of ${ends.size}`)
  }
})

test("near the bottom they are closer in loss, and found once for a landscape", () => {
  const surface = surfaceOf(["saddle"])
  const losses = Object.keys(byLoss(surface)).map(Number).sort((a, b) => a - b)
  assert.equal(losses.length, 17)
  const gaps = losses.slice(1).map((loss, k) => loss - losses[k])
  assert.ok(gaps.every((gap, k) => k === 0 || gap > gaps[k - 1] - 0.015), gaps.join())
  const landscape = { window: WINDOW }
  assert.equal(contoursOf(landscape, surface), contoursOf(landscape, surface))
})

test("the bands between the lines rise with the loss, and two places of one band have no line between their losses", () => {
  const [columns, rows] = [90, 70]
  const surface = surfaceOf(["rotated", ["saddle"], 30]) // another one upside down
  const lines = Object.keys(byLoss(surface)).map(Number).sort((a, b) => a - b)
  const bands = bandsOf(contoursOf({ window: WINDOW }, surface), columns, rows)
  assert.equal(Math.max(...bands), lines.length)
  let seen = 0
  bands.forEach((band, at) => {
    const loss = surface.value(W(((at % columns) + 0.5) / columns, 1 - (Math.floor(at / columns) + 0.5) / rows))
    if (lines.some((line) => Math.abs(line - loss) < 0.02)) return // the lines' losses are rounded
    assert.equal(band, lines.filter((line) => line < loss).length, `a loss of ${loss}`)
    seen += 1
  })
  assert.ok(seen > 5000, String(seen))
})
