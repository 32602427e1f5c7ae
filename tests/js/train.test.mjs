// The network under the hand, without a browser, against what Python computed (tests/test_js_train.py).

import assert from "node:assert/strict"
import { test } from "node:test"
import { normals, permutation, uniforms } from "../../course_lib/explorers/js/chance.js"
import { network } from "../../course_lib/explorers/js/network.js"
import { race } from "../../course_lib/explorers/js/race.js"
import { SCHEDULES } from "../../course_lib/explorers/js/schedule.js"
import { fit, rates, trainer } from "../../course_lib/explorers/js/trainer.js"
import { all, expected, near } from "./compare.mjs"

const samples = ({ X, y }) => ({ X: Float64Array.from(X.flat()), y, n: y.length, d: X[0].length })

test("fit finds the weights and losses of the library, update by update", () => {
  assert.ok(expected.runs.length >= 11 * 6)
  for (const { name, shape, data, rule, knobs, start, orders, batchSize, schedule, W, loss, diverged } of expected.runs) {
    const run = { W: start, batchSize, order: (epoch) => orders[epoch], schedule }
    const found = fit(network(shape), samples(data), rule, knobs, run, loss.length - 1)
    const what = `${rule}, ${name}`
    all(found.loss, loss, `${what}: loss`)
    all(Array.from(found.W.at(-1)), W, `${what}: W`)
    assert.equal(found.diverged, diverged, what)
  }
  assert.ok(expected.runs.some((run) => run.diverged) && expected.runs.some((run) => !run.diverged))
})

test("a gradient is the slope of the loss", () => {
  for (const { name, shape, data, W } of expected.runs.filter((run) => run.rule === "Adam")) {
    const [net, { X, y, n }] = [network(shape), samples(data)]
    const g = new Float64Array(net.size)
    assert.equal(net.gradient(W, X, y, n, g), net.loss(W, X, y, n))
    for (let i = 0; i < net.size; i++) {
      const at = (shift) => net.loss(W.map((w, j) => (i === j ? w + shift : w)), X, y, n)
      const slope = (at(1e-6) - at(-1e-6)) / 2e-6
      assert.ok(Math.abs(g[i] - slope) < 1e-5 * Math.max(1, Math.abs(slope)), `${name}, weight ${i}`)
    }
  }
})

test("a start, an order and a schedule are those that Python makes", () => {
  for (const { shape, seed, start } of expected.starts) {
    const net = network(shape)
    all(Array.from(net.start(normals(seed, 2, net.size))), start, `start ${shape.sizes}`)
  }
  for (const { seed, n, orders, uniform } of expected.chance) {
    orders.forEach((order, e) => { assert.deepEqual(Array.from(permutation(seed, 3, n, e * n)), order) })
    assert.deepEqual(Array.from(uniforms(seed, 1, n)), uniform)
  }
  for (const { name, steps, factors } of expected.schedules) {
    all(Array.from(SCHEDULES[name](steps) ?? Array(steps).fill(1)), factors, `${name}, ${steps} steps`)
  }
  assert.deepEqual(Object.keys(SCHEDULES), [...new Set(expected.schedules.map(({ name }) => name))])
})

test("a rule's rate is what multiplies a weight's gradient in its step", () => {
  let compared = 0
  for (const { name, shape, data, rule, knobs, start, diverged } of expected.runs) {
    if (rule === "SGD") assert.deepEqual(rates(rule, {}, knobs), [knobs.lr])
    if (diverged || !["AdaGrad", "RMSProp", "Adam", "AMSGrad"].includes(rule)) continue // others average the gradient, too
    const set = { ...knobs, ...("beta1" in knobs ? { beta1: 0 } : {}) } // no average of the gradient
    const { X, y, n, d } = samples(data)
    const made = trainer(network(shape), { X, y, n, d }, rule, set,
      { W: start, batchSize: n, order: () => Int32Array.from({ length: n }, (_, i) => i) })
    for (let t = 0; t < 5; t++) made.step()
    const each = Array.from(made.g, (g, i) => (made.before[i] - made.W[i]) / g).filter(Number.isFinite)
    const found = rates(rule, made.past, set)
    for (const which of ["min", "max"]) {
      const [mine, theirs] = [Math[which](...found), Math[which](...each)]
      assert.ok(Math.abs(mine / theirs - 1) < 1e-6, `${rule}, ${name}: ${mine}, not ${theirs}`)
    }
    compared++
  }
  assert.ok(compared >= 24)
})

test("the fair race finds the rates and losses of chapter 6's", () => {
  for (const { job, data, rule, lr, loss } of expected.races) {
    let last
    let before = 0
    for (const news of race({ ...job, train: samples(data) })) {
      assert.ok(news.done >= before && news.done <= news.total, "progress")
      before = news.done
      last = news
    }
    const { [rule]: found } = last.results
    near(found.lr, lr, `${rule}: the best rate`)
    all(found.loss.map((one) => one.at(-1)), loss, `${rule}: the losses of fresh seeds`)
    assert.ok(found.tried.length >= 9 && found.tried[0][0] < lr && lr < found.tried.at(-1)[0])
  }
})
