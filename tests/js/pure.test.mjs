// The explorers' modules that draw nothing, against what Python computed (tests/test_js.py).

import assert from "node:assert/strict"
import { test } from "node:test"
import { descend, short, spelled } from "../../course_lib/explorers/js/descend.js"
import { ticks } from "../../course_lib/explorers/js/draw.js"
import { ewma, weights } from "../../course_lib/explorers/js/ewma.js"
import { found, moved, solves } from "../../course_lib/explorers/js/goals.js"
import { linked, linkTo } from "../../course_lib/explorers/js/host.js"
import { cellRun, lossGrid, stabilityLimit } from "../../course_lib/explorers/js/rate_grid.js"
import { RULES } from "../../course_lib/explorers/js/rules.js"
import { written } from "../../course_lib/explorers/js/slider.js"
import { shares } from "../../course_lib/explorers/js/start.js"
import { surfaceOf } from "../../course_lib/explorers/js/surfaces.js"
import { all, expected, near } from "./compare.mjs"

test("a rule steps as the one of the library does", () => {
  assert.ok(expected.runs.length >= 11)
  for (const { recipe, rule, knobs, start, path, loss } of expected.runs) {
    const run = descend(surfaceOf(recipe), RULES[rule], knobs, start, loss.length - 1)
    all(run.path.flat(), path.flat(), `${rule} on ${recipe}`)
    all(run.loss, loss, `${rule} on ${recipe}`)
    assert.equal(run.diverged, false)
  }
})

test("a gradient is the slope of its surface", () => {
  for (const { recipe, start } of expected.runs) {
    const [surface, h] = [surfaceOf(recipe), 1e-6]
    start.forEach((_, i) => {
      const at = (shift) => surface.value(start.map((w, j) => (i === j ? w + shift : w)))
      const slope = (at(h) - at(-h)) / (2 * h)
      const size = Math.max(1, Math.abs(slope))
      assert.ok(Math.abs(surface.gradient(start)[i] - slope) < 1e-5 * size, `${recipe}, coordinate ${i}`)
    })
  }
})

test("a run that is thrown out stays where it was", () => {
  const run = descend(surfaceOf(["quadratic", [1, 25]]), RULES.SGD, { lr: 10 }, [10, 1], 100)
  assert.ok(run.diverged)
  assert.deepEqual(run.path.at(-1), run.path.at(-2))
  assert.ok(run.loss.every(Number.isFinite))
})

test("a number is read as people type it, also as a fraction", () => {
  for (const [text, number] of [["0.1", 0.1], [" 1e-3 ", 0.001], ["0,25", 0.25], ["−2", -2], ["１／８", 0.125],
    ["1/10", 0.1], ["−1 / 4", -0.25], ["2,5/10", 0.25], ["⅓", 1 / 3]]) assert.equal(written(text), number, text)
  for (const text of ["", " ", "a", "1/", "/2", "1/2/3", "1//2", "1/a"]) assert.ok(Number.isNaN(written(text)), text)
  assert.ok(!Number.isFinite(written("1/0")))
})

test("a logarithmic axis has two numbers or more, however little it spans", () => {
  for (const [low, high] of [[0.27, 0.9], [0.011, 0.019], [2.1, 4.9], [1e-6, 1], [0.4, 0.6], [0.01, 1000]]) {
    const found = ticks([low, high], true, 5)
    assert.ok(found.length > 1 && found.length < 12, `${low} to ${high}: ${found}`)
    assert.ok(found.every((tick) => tick >= 0.999 * low && tick <= 1.001 * high), `${low} to ${high}: ${found}`)
  }
})

test("a low logarithmic axis has no more numbers than it has room for", () => {
  assert.deepEqual(ticks([0.13, 3], true, 1.25), [0.2, 1])
  assert.deepEqual(ticks([0.13, 3], true, 2), [0.2, 0.5, 1, 2])
})

test("a low axis has two numbers at least, and no more than it has room for", () => {
  for (let high = 1.1; high < 1000; high *= 1.07) {
    for (const low of [0, -high, -0.93 * high, 0.4 * high]) {
      const found = ticks([low, high], false, 1.7)
      assert.ok(found.length > 1 && found.length < 5, `${low} to ${high}: ${found}`)
      assert.ok(found.every((tick) => tick >= low - 1e-6 && tick <= high + 1e-6))
    }
  }
})

test("an average and its weights", () => {
  for (const { x, beta, correct, v } of expected.averages) all(ewma(x, beta, correct), v, `β = ${beta}`)
  const some = weights(0.9, 50).reduce((sum, weight) => sum + weight, 0)
  near(some, 1 - 0.9 ** 50, "the sum of the weights")
})

test("the shares of Adam's start", () => {
  for (const { beta1, beta2, shares: theirs } of expected.starts) {
    theirs.forEach(([m, root_S, step], i) => {
      const mine = shares(beta1, beta2, i + 1)
      all([mine.m, mine.root_S, mine.step], [m, root_S, step], `t = ${i + 1}`)
    })
  }
})

test("the map's losses and Momentum's line", () => {
  const { settings, rest, lrs, betas, loss } = expected.map
  const grid = lossGrid(settings, rest, lrs, betas)
  loss.forEach((row, j) => row.forEach((value, i) => {
    if (value === null) assert.equal(grid[j][i], Number.POSITIVE_INFINITY)
    else near(grid[j][i], value, `cell ${j}, ${i}`)
  }))
  for (const beta of [0, 0.5, 0.9]) {
    const last = (factor) => cellRun({ rule: "Momentum", knob: "beta", kappa: 25, steps: 2000 }, { Momentum: {} },
      factor * stabilityLimit(beta, 25), beta).loss.at(-1)
    assert.ok(last(0.97) < 62.5 && last(1.03) > 62.5, `β = ${beta}`)
  }
})

test("a task is solved inside its ranges, both ends included", () => {
  const known = { beta: 0.9, rule: "Adam" }
  assert.ok(solves({ beta: [0.9, 1], rule: "Adam" }, known))
  for (const where of [{ beta: [0.91, 1] }, { rule: "SGD" }, { gone: [0, 1] }]) assert.ok(!solves(where, known))
})

test("a path's task needs its rule, its surface and its own start", () => {
  const first = { surface: "canyon", start: [1, 1], noise: 0 }
  const nothing = { surface: null, free: false, where: {}, below: null, ends: null, above: null, first: false }
  const task = { ...nothing, rule: "SGD", below: [0.5, 2] }
  const runs = { SGD: { loss: [2, 1, 0.4], diverged: false }, Adam: { loss: [2, 1, 0.3], diverged: false } }
  const picture = { settings: { ...first, knobs: { SGD: {} } }, fixed: { first, surfaces: {} }, runs }
  assert.ok(found(task, picture))
  assert.ok(!found({ ...task, below: [0.5, 1] }, picture))
  assert.ok(!found({ ...task, first: true }, picture))
  assert.ok(!found({ ...task, rule: "Lion" }, picture))
  const moved = { ...picture, settings: { ...picture.settings, start: [0, 0] } }
  assert.ok(!found(task, moved) && found({ ...task, free: true }, moved))
})

test("a run that is to end somewhere does not count for passing by", () => {
  const first = { surface: "basins", start: [1, 1], noise: 0 }
  const task = { rule: "Adam", surface: null, free: false, where: {}, below: null, ends: -0.95, above: null, first: false }
  const drawn = (...loss) => ({ settings: { ...first, knobs: { Adam: {} } }, fixed: { first, surfaces: {} },
    runs: { Adam: { loss, diverged: false } } })
  assert.ok(found(task, drawn(2, 0, -0.95)))
  assert.ok(!found(task, drawn(2, -1, 0)))
})

test("the arithmetic is spelled out with four digits, negative numbers in brackets", () => {
  assert.equal(short(-0.123456), "(−0.1235)")
  const knobs = { lr: 0.1 }
  const { records } = descend(surfaceOf(["quadratic", [2]]), RULES.SGD, knobs, [-3], 1, 0, [], true)
  assert.deepEqual(spelled(RULES.SGD, knobs, records[0][0]), ["W = (−3) − 0.1·(−6) = −2.4"])
})

test("a link moves a setting, and nothing else", () => {
  const settings = { steps: 60, knobs: { Momentum: { beta: 0.9 } } }
  linked(settings, "map", "?map.knobs.Momentum.beta=0.97&map.steps=many&other.steps=7&map.gone=1")
  assert.deepEqual(settings, { steps: 60, knobs: { Momentum: { beta: 0.97 } } })
})

test("what a link carries comes back, and a setting of another version is left out", () => {
  const first = { steps: 60, start: [1, 2], view: "map", memory: false, knobs: { "Adam, lr 0.1": { lr: 0.1 }, SGD: { lr: 1 } } }
  const now = { ...structuredClone(first), start: [0.5, -2], view: "landscape", memory: true }
  now.knobs["Adam, lr 0.1"].lr = 0.003
  const { search } = new URL(linkTo("https://course.example/05.html?old=1#x", "map", now, first))
  assert.deepEqual(linked(structuredClone(first), "map", search), now)
  const { memory, ...older } = first
  const { memory: _, ...expected } = now
  assert.deepEqual(linked(structuredClone(older), "map", search), expected)
  const foreign = `${search}&map.arrows=true&map.knobs.Lion.lr=1&map.memory=yes&map.start=[1,"2"]`
  assert.deepEqual(linked(structuredClone(first), "map", foreign.replace("map.memory=true&", "")).knobs, now.knobs)
})

test("whether the start or the noise was moved, on each surface by its own start", () => {
  const first = { surface: "canyon", start: [1, 1], noise: 0 }
  const fixed = { first, surfaces: { canyon: { start: [0, 0] }, pit: { start: [3] } } }
  const at = (change) => moved({ settings: { ...first, ...change }, fixed })
  assert.ok(!at({}) && !at({ surface: "pit", start: [3] }))
  assert.ok(at({ start: [1, 2] }) && at({ noise: 0.1 }) && at({ surface: "pit", start: [2] }))
})
