// A landscape under the hand: one finger or the mouse turns it, two fingers or the wheel zoom, keys do both.

import { turned, zoomed } from "./camera.js"

const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }
const TURN = Math.PI / 36 // by an arrow key
const ZOOM = { "+": 1.15, "=": 1.15, "-": 1 / 1.15, "−": 1 / 1.15, _: 1 / 1.15 }

// on(): whether the canvas shows a landscape now. move(change): change its camera; home(): look as at first.
// grasp(event): whether the hand that comes down takes hold of the start; pull(event): it moves the start then.
// by(right, up): the arrow keys with Shift. read(event): the pointer is over it, or (null) has left.
export function turning(canvas, { on, move, home, grasp, pull, by, read }) {
  const fingers = new Map()
  let holds = false
  const spread = () => {
    const [a, b] = [...fingers.values()]
    return Math.hypot(a[0] - b[0], a[1] - b[1])
  }
  canvas.addEventListener("pointerdown", (event) => {
    if (!on()) return
    fingers.set(event.pointerId, [event.clientX, event.clientY])
    holds = fingers.size === 1 && grasp(event)
  })
  canvas.addEventListener("pointermove", (event) => {
    if (!on()) return
    const before = fingers.get(event.pointerId)
    if (!before) {
      read(event)
      return
    }
    const wide = fingers.size === 2 ? spread() : 0
    fingers.set(event.pointerId, [event.clientX, event.clientY])
    if (holds) pull(event)
    else if (fingers.size === 2) move((camera) => zoomed(camera, spread() / (wide || 1)))
    else {
      const size = canvas.getBoundingClientRect().height
      const [right, down] = [(event.clientX - before[0]) / size, (event.clientY - before[1]) / size]
      move((camera) => turned(camera, 2.6 * right, 2.2 * down))
    }
  })
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) {
    canvas.addEventListener(end, (event) => {
      fingers.delete(event.pointerId)
      holds = false
    })
  }
  canvas.addEventListener("pointerleave", () => on() && read(null))
  canvas.addEventListener("dblclick", () => on() && home())
  // The wheel belongs to the page until the landscape has been taken in hand.
  canvas.addEventListener("wheel", (event) => {
    if (!on() || document.activeElement !== canvas) return
    event.preventDefault()
    move((camera) => zoomed(camera, Math.exp(-event.deltaY / 500)))
  }, { passive: false })
  canvas.addEventListener("keydown", (event) => {
    if (!on() || event.ctrlKey || event.metaKey || event.altKey) return
    const way = ARROWS[event.key]
    if (way && event.shiftKey) by(...way)
    else if (way) move((camera) => turned(camera, way[0] * TURN, way[1] * TURN))
    else if (ZOOM[event.key]) move((camera) => zoomed(camera, ZOOM[event.key]))
    else if (event.key === "0") home()
    else return
    event.preventDefault()
  })
}
