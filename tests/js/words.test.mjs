// The explorers' sentences in another language, without a browser.

import assert from "node:assert/strict"
import { test } from "node:test"
import { literal } from "../../course_lib/explorers/js/as_python.js"
import { shownAs } from "../../course_lib/explorers/js/called.js"
import { listed, say, speak, together } from "../../course_lib/explorers/js/words.js"

test("a note for translators tells two messages apart and is not said", () => {
  speak({ step: "步数", "step [schedule]": "阶梯", ", ": "，" })
  assert.deepEqual([say("step"), say("step [schedule]"), shownAs("step")], ["步数", "阶梯", "阶梯"])
  assert.equal(listed(["一", "二"]), "一，二")
  speak()
  assert.deepEqual([say("step [schedule]"), say("W[{i}]", { i: 1 }), listed(["a", "b"])], ["step", "W[1]", "a, b"])
})

test("sentences in Chinese stand without a space between them", () => {
  assert.equal(together(["第一句。", "", "N = 1。", "又一句。"]), "第一句。N = 1。又一句。")
  assert.equal(together(["One.", "Two."]), "One. Two.")
})

test("a surface made of others is called by their names", () => {
  speak({ canyon: "峡谷", "{surface}, turned by {degrees}°": "{surface}，转了 {degrees}°", "bowl, κ = {kappa}": "碗 {kappa}" })
  assert.equal(shownAs("2 × canyon, turned by 30°"), "2 × 峡谷，转了 30°")
  assert.deepEqual(["bowl, κ = 25", "mine.csv", "toString"].map(shownAs), ["碗 25", "mine.csv", "toString"])
  speak()
  assert.equal(shownAs("canyon, turned by 30°"), "canyon, turned by 30°")
})

test("no line ends between a number and its %, nor inside an equation", () => {
  speak({ "{share} %, β = {beta}": "{share}%，β = {beta}" })
  assert.equal(say("{share} %, β = {beta}", { share: 96, beta: "−0.9" }), "96%，β\u00a0=\u00a0−0.9")
  speak()
  assert.equal(say("{share} % of N = 10", { share: 96 }), "96\u00a0% of N\u00a0=\u00a010")
  assert.equal(say("loss = minimum"), "loss = minimum")
  assert.equal(literal(say("{share} %", { share: 96 })), '"96 %"') // in lines of Python it is a blank as any other
})
