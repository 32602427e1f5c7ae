// The arrows and the ellipse at a ball, on a ground that only says where each place would be seen.

import assert from "node:assert/strict"
import { test } from "node:test"
import { layMemories } from "../../course_lib/explorers/js/memory_marks.js"

// A pen that notes each line it draws: [[x, y], …].
function noting() {
  const lines = []
  const pen = { beginPath() {}, closePath() {}, fill() {}, stroke() {}, setLineDash() {},
    moveTo: (...place) => lines.push([place]), lineTo: (...place) => lines.at(-1).push(place) }
  return { pen, lines }
}

const MEMORY = { W: [1, 2], look: { colour: "#0072b2" }, range: [0.1, 0.4],
  known: { g: [0, -4], step: [3, 1], rate: [0.4, 0.1], state: [] } }

// The lines where 1 of W is ten pixels, and every place stands 500 further right, up to `most`.
function drawn(most = 1e9) {
  const { pen, lines } = noting()
  const lay = ([a, b], [right, down]) => (10 * a + right > most ? null : [500 + 10 * a + right, -10 * b + down])
  layMemories({ pen, ink: { paper: "#fff", text: "#000" }, letter: 10, unit: [10, -10], lay }, [MEMORY], ({ W }) => W)
  return lines
}
const [X, Y] = [510, -20] // where the ball stands

test("the ellipse has the proportion of the rates, the step its length, and −gradient its direction", () => {
  const [ellipse, gradient, gradientHead, step, head] = drawn()
  const [wide, high] = [0, 1].map((i) => Math.max(...ellipse.map((place) => place[i] - [X, Y][i])))
  assert.ok(Math.abs(wide / high - 4) < 1e-6, `${wide} to ${high}`)
  assert.deepEqual([gradient[0], step[0]], [[X, Y], [X, Y]])
  assert.ok(Math.abs(gradientHead[0][0] - X) < 1e-9 && gradientHead[0][1] < Y, "downhill is up the page here")
  assert.ok(Math.hypot(head[0][0] - X - 30, head[0][1] - Y + 10) < 1e-9, "3 to the right and 1 up")
  assert.ok(step.length > 5, "the shaft bends with the ground")
})

test("what the ground does not show is left out, and no arrow's head stands there", () => {
  const lines = drawn(36) // between the neck and the tip
  assert.ok(lines.flat().every(([x]) => x <= 536))
  assert.equal(drawn().length - lines.length, 1, "the head of the step")
})
