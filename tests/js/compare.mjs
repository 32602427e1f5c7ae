// What Python computed, and how it is compared: COURSE_EXPECTED is the JSON that the test in Python wrote before it
// started Node.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"

export const expected = JSON.parse(readFileSync(process.env.COURSE_EXPECTED, "utf8"))

export const near = (mine, theirs, what) =>
  assert.ok(Math.abs(mine - theirs) <= 1e-9 * Math.max(1, Math.abs(theirs)), `${what}: ${mine}, not ${theirs}`)

export const all = (mine, theirs, what) => {
  assert.equal(mine.length, theirs.length, what)
  assert.ok(theirs.length > 0, what)
  theirs.forEach((value, i) => near(mine[i], value, `${what}, entry ${i}`))
}
