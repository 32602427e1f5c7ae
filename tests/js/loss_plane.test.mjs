// A plane through a network's loss, as it is stored and as it is read.

import assert from "node:assert/strict"
import { test } from "node:test"
import { pathsOn, planeSurface, summed } from "../../course_lib/explorers/js/loss_plane.js"

const near = (mine, theirs, away) => assert.ok(Math.abs(mine - theirs) <= away, `${mine}, not ${theirs}`)
// As Python stores it: the first number and then differences, in whole units.
const stored = (values, unit) => values.map((value, i) =>
  Math.round(value / unit) - (i ? Math.round(values[i - 1] / unit) : 0)).join(" ")

// log loss = a + b on the window [0, 4] × [−1, 1], measured at 5 × 3 places.
const slope = { window: [[0, 4], [-1, 1]],
  grid: [-1, 0, 1].map((b) => stored([0, 1, 2, 3, 4].map((a) => a + b), 0.001)) }

test("differences add up to the numbers", () => {
  assert.deepEqual(summed("100 2 -4", 1), [100, 102, 98])
})

test("the loss is that of each place where it was measured, and in between smooth", () => {
  const { value } = planeSurface(slope, 0.001)
  for (const [a, b] of [[0, -1], [4, 1], [2, 0], [3, -1]]) near(value([a, b]), Math.exp(a + b), 1e-9)
  near(value([1.5, 0]), Math.exp(1.5), 1e-9) // a straight line stays one
  near(value([1.3, 0]), Math.exp(1.3), 1e-9)
})

test("a cubic is followed more closely than straight pieces would", () => {
  const grid = [0, 1, 2].map(() => stored([0, 1, 2, 3, 4, 5, 6].map((a) => Math.sin(a)), 1e-9))
  const { value } = planeSurface({ window: [[0, 6], [0, 2]], grid }, 1e-9)
  const pieces = Math.abs((Math.sin(2) + Math.sin(3)) / 2 - Math.sin(2.5))
  assert.ok(Math.abs(Math.log(value([2.5, 1])) - Math.sin(2.5)) < pieces / 4)
})

test("beyond the rim the rim's loss goes on", () => {
  const { value } = planeSurface(slope, 0.001)
  near(value([99, 5]), Math.exp(5), 1e-9)
  near(value([-99, -5]), Math.exp(-1), 1e-9)
})

test("a path has its own loss, and below it the plane's", () => {
  const plane = { ...slope, paths: { SGD: { x: "0 100", y: "0 50", away: "0 25" } } }
  const fixed = { loss: { SGD: "0 -500" }, units: [0.01, 0.001] }
  const { SGD } = pathsOn(plane, planeSurface(plane, 0.001), fixed, ["SGD"])
  assert.deepEqual([SGD.path, SGD.away], [[[0, 0], [1, 0.5]], [0, 0.25]])
  near(SGD.loss[1], Math.exp(-0.5), 1e-12)
  near(SGD.under[1], Math.exp(1.5), 0.3) // in the cells at the rim a cubic is less exact
  assert.ok(SGD.under[1] > 6 * SGD.loss[1])
})
