// What a rule remembers, against what Python's rules store and do; and the parts of the path explorer that only count.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { descend } from "../../course_lib/explorers/js/descend.js"
import { played } from "../../course_lib/explorers/js/march.js"
import { inWords, rateRange, remembered } from "../../course_lib/explorers/js/memory.js"
import { fileName } from "../../course_lib/explorers/js/picture_file.js"
import { holds, merged } from "../../course_lib/explorers/js/presets.js"
import { RULES } from "../../course_lib/explorers/js/rules.js"
import { surfaceOf } from "../../course_lib/explorers/js/surfaces.js"

const expected = JSON.parse(readFileSync(process.env.COURSE_EXPECTED, "utf8"))
const near = (mine, theirs, what, most = 1e-9) =>
  assert.ok(Math.abs(mine - theirs) <= most * Math.max(1, Math.abs(theirs)), `${what}: ${mine}, not ${theirs}`)

test("what is remembered is what Python's rule stores, and its rate is the step over what it follows", () => {
  let rates = 0
  for (const { recipe, rule, knobs, start, path, states, rates: theirs } of expected.runs) {
    const surface = surfaceOf(recipe)
    const run = descend(surface, RULES[rule], knobs, start, states.length)
    states.forEach((state, t) => {
      const mine = remembered(surface, RULES[rule], knobs, run, t)
      start.forEach((_, i) => {
        const where = `${rule} on ${recipe}, step ${t}, coordinate ${i}`
        near(mine.step[i], path[t + 1][i] - path[t][i], `${where}, step`)
        assert.deepEqual(Object.keys(mine.state[i]).sort(), Object.keys(state).sort(), where)
        for (const [name, values] of Object.entries(state)) near(mine.state[i][name], values[i], `${where}, ${name}`)
        // Python's is a difference of two W: it has lost digits where the step is short.
        if (theirs[t][i] === null || Math.abs(mine.step[i]) < 1e-4) return
        near(mine.rate[i], theirs[t][i], `${where}, rate`)
        rates += 1
      })
    })
  }
  assert.ok(rates > 1000, String(rates))
})

test("a rate is a number also where nothing has been seen along a coordinate", () => {
  const surface = surfaceOf(["quadratic", [1, 25]])
  const eps = 1e-8
  for (const [rule, rate] of [["AdaGrad", 0.1 / Math.sqrt(eps)], ["RMSProp", 0.1 / Math.sqrt(eps)], ["SGD", 0.1]]) {
    const knobs = { lr: 0.1, beta: 0.9, eps }
    const run = descend(surface, RULES[rule], knobs, [10, 0], 3)
    near(remembered(surface, RULES[rule], knobs, run, 0).rate[1], rate, rule)
  }
})

test("AdaGrad's rate only falls, SGD's stays, and a run that was thrown out remembers nothing", () => {
  const surface = surfaceOf(["quadratic", [1, 25]])
  const knobs = { lr: 0.5, eps: 1e-8 }
  const run = descend(surface, RULES.AdaGrad, knobs, [10, 1], 30)
  const rates = run.path.map((_, t) => remembered(surface, RULES.AdaGrad, knobs, run, t).rate[0])
  assert.ok(rates.every((rate, t) => t === 0 || rate < rates[t - 1]))
  const [low, high] = rateRange(surface, RULES.AdaGrad, knobs, run)
  assert.ok(low <= rates.at(-1) && high >= rates[0])
  const gone = descend(surface, RULES.SGD, { lr: 9 }, [10, 1], 60)
  assert.deepEqual(rateRange(surface, RULES.SGD, { lr: 9 }, gone), [9, 9])
  assert.equal(remembered(surface, RULES.SGD, { lr: 9 }, gone, 60), null)
})

test("in words: one rate where all are alike, else one along each coordinate", () => {
  const words = inWords({ g: [1, -2], step: [-0.1, 0.2], rate: [0.3, 0.02], state: [{ m: 0.5, t: 3 }, { m: -1, t: 3 }] })
  assert.deepEqual(words, { gradient: "(1,\u00a0−2)", memory: "m\u00a0=\u00a0(0.5,\u00a0−1)", step: "(−0.1,\u00a00.2)",
    rate: "0.3 along W₁, 0.02 along W₂" })
  assert.equal(inWords({ g: [4], step: [-1], rate: [0.25], state: [{}] }).rate, "0.25")
})

test("Play takes its time, ends at the last step, and jumps where no motion is wanted", () => {
  for (const [speed, seconds] of [["slow", 24], ["normal", 6], ["fast", 2]]) {
    assert.deepEqual(played(0, seconds + 0.01, 100, speed, false), [100, 0], speed)
    assert.ok(played(0, 0.9 * seconds, 100, speed, false)[0] < 100, speed)
  }
  const shares = [0, 0.05, 0.1, 0.15, 0.2].map((seconds) => played(0, seconds, 24, "normal", false))
  assert.deepEqual(shares[0], [0, 0])
  for (let k = 1; k < shares.length; k++) {
    assert.ok(shares[k][0] + shares[k][1] > shares[k - 1][0] + shares[k - 1][1], "it never goes back")
  }
  const calm = [0, 0.4, 0.6, 1.1].map((seconds) => played(0, seconds, 100, "normal", true))
  assert.ok(calm.every(([, share]) => share === 0))
  assert.deepEqual(calm.map(([step]) => step > 0), [false, false, true, true])
  assert.ok(played(0, 20, 500, "normal", true)[0] === 500, "500 steps in 20 seconds")
})

test("a preset changes what it names", () => {
  const first = { steps: 60, start: [1, 1], knobs: { SGD: { lr: 0.1 }, Adam: { lr: 0.1, eps: 1e-8 } }, view: "map" }
  const large = merged(structuredClone(first), { knobs: { Adam: { lr: 3 } }, start: [2, 2] })
  assert.deepEqual(large, { ...first, start: [2, 2], knobs: { SGD: { lr: 0.1 }, Adam: { lr: 3, eps: 1e-8 } } })
  assert.ok(holds(large, { ...large, view: "landscape" }))
  assert.ok(!holds(large, first) && !holds(large, { ...large, start: [2, 1] }))
})

test("a file's name says surface and rules, in letters that a disk takes", () => {
  assert.equal(fileName("bowl, κ = 25 map SGD Adam, lr 0.1"), "bowl-κ-25-map-sgd-adam-lr-0.1")
  assert.equal(fileName("../a:b/c?"), "a-b-c")
})
