// The landscape of the path explorer: a surface to turn under the hand, with the rules' balls and trails on it. It is
// drawn on the page's one WebGL stage and copied onto the explorer's canvas, on which the words are written.

import { eyeOf, firstLook, framed, hitBy, laid, matrixOf, rayAt, seenAt, spanAt } from "./camera.js"
import { inked, penOf } from "./draw.js"
import { halves, heightAt, placeOf, pointAt, reliefOf } from "./heights.js"
import { shownAs } from "./called.js"
import { drawFloor, drawScales, drawWords } from "./scales.js"
import { ballOf, begin, discard, enter, groundOf, marksOf, paint, stage, trailOf } from "./stage.js"
import { draped } from "./trails.js"
import { say, speak } from "./words.js"

const LIGHT = { low: "#7d99ad", middle: "#bccac9", high: "#ece3d0", ink: "#3f5161", strength: 0.34 }
const DARK = { low: "#33414d", middle: "#62707b", high: "#b4b8b6", ink: "#0d1620", strength: 0.42 }
const STAR = "#F0E442"
const LINES = 18 // of equal loss, as on the map
const DOTS = 300 // up to so many steps each has a dot, as on the map
const WIDE = 2.6, RIM = 2.4 // of a trail, in the page's pixels
const BALL = 0.0115 // a ball's radius in parts of the eye's distance

const RED_GREEN_BLUE = new Map() // of colours as a page writes them

// Red, green and blue, from 0 to 1, of any colour of CSS: "white", "#111", "rgba(0, 0, 0, 0.87)".
/** @returns {number[]} */
function rgb(colour) {
  if (!RED_GREEN_BLUE.has(colour)) {
    const pen = penOf(document.createElement("canvas"))
    pen.fillStyle = colour
    pen.fillRect(0, 0, 1, 1)
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data
    RED_GREEN_BLUE.set(colour, [red, green, blue].map((part) => part / 255))
  }
  return RED_GREEN_BLUE.get(colour)
}

const bright = (colour) => colour.reduce((sum, part) => sum + part, 0) / 3

// A landscape of view.landscape() on a canvas, which sheet() empties. Returns {draw(), the camera's ways, and places};
// draw() is false where there is no WebGL.
export function landscapeOf(view, canvas, sheet) {
  const looks = new Map() // of each surface: {relief, camera}
  let parts = null // what is uploaded
  let last = null // how it was last drawn, for the pointer

  const entry = { canvas, again: view.draw, release() {
    if (parts) free(parts)
    parts = null
  } }

  function look(aspect, room) {
    const { surface: name, start } = view.settings
    if (!looks.has(name)) {
      const relief = reliefOf(view.surface(), view.landscape().window)
      const places = [start, ...view.landscape().minima, ...ends(relief, view.runs)]
        .map((W) => placeOf(relief, W, view.surface().value(W)))
      const first = firstLook(relief, places, aspect, room)
      looks.set(name, { relief, first, camera: first, shape: [aspect, room] })
    }
    const mine = looks.get(name)
    if (String(mine.shape) !== String([aspect, room])) { // another size: as near as it allows, from the same direction
      mine.shape = [aspect, room]
      mine.first = framed(mine.relief, mine.first.yaw, mine.first.pitch, aspect, room)
      const { distance, middle } = mine.first
      mine.camera = { ...mine.camera, distance, middle }
    }
    return mine
  }

  function draw() {
    const on = stage()
    if (!on) return false
    enter(entry)
    const { pen, width, height, sharp, ink, kept } = sheet()
    if (!width || !height) return true
    const aspect = width / height
    const { relief, camera } = look(aspect, ink.letter / height)
    const eye = eyeOf(camera, aspect)
    const seen = (place) => {
      const [x, y] = seenAt(eye, place)
      return /** @type {[number, number]} */ ([((x + 1) * width) / 2, ((1 - y) * height) / 2])
    }
    last = { relief, eye, width, height, seen, pen, ink, pixel: spanAt(eye, camera.middle) / height }
    parts = uploaded(on, relief, view, parts)
    drawFloor(pen, ink, relief, seen)
    pictured(on, parts, { relief, eye, ink, view, sharp,
      distance: camera.distance / camera.zoom, pixels: [Math.round(width * sharp), Math.round(height * sharp)] })
    pen.drawImage(on.canvas, 0, 0, width, height)
    drawScales(pen, ink, relief, eye, seen, view.landscape().axes?.map(shownAs))
    drawWords(pen, ink, width, height, words(relief, kept))
    return true
  }

  // Below the picture: what the pointer reads, or how it is steered; a picture to keep cannot be.
  /** @returns {[string, string]} */
  function words(relief, kept) {
    const scale = relief.log ? say("Heights on a logarithmic scale.") : ""
    const how = kept ? "" : say("Drag or arrow keys turn, + and − zoom.")
    return [view.read?.split("\n")[0] ?? how, scale]
  }

  // The coordinates of an event in the picture, from −1 to 1, to the right and up; and in the page's pixels.
  function where(event) {
    const rim = event.target.getBoundingClientRect()
    const [u, v] = [(event.clientX - rim.left) / rim.width, (event.clientY - rim.top) / rim.height]
    return { at: /** @type {[number, number]} */ ([2 * u - 1, 1 - 2 * v]),
      pixel: [u * (last?.width ?? 1), v * (last?.height ?? 1)] }
  }

  return {
    draw,
    move(change) {
      const mine = looks.get(view.settings.surface)
      if (mine) mine.camera = change(mine.camera)
    },
    home: () => {
      const mine = looks.get(view.settings.surface)
      if (mine) mine.camera = mine.first
    },
    // The ground as it was drawn last, for marks on it (see memory_marks.js), small ones on small pictures; and the box
    // above the line of words.
    ground() {
      if (!last) return null
      const { relief, eye, pen, ink, width, height, pixel } = last
      const lay = laid(relief, eye, pixel)
      return { pen, ink, letter: Math.min(ink.letter, height / 30), unit: [relief.scale / pixel, -relief.scale / pixel],
        lay(W, way) {
          const place = lay(W, way)
          return place && [((place[0] + 1) * width) / 2, ((1 - place[1]) * height) / 2]
        },
        box: { left: 0, right: width, top: 0, bottom: height - 1.5 * ink.letter } }
    },
    // W under an event, null beside the surface.
    under(event) {
      if (!last) return null
      const hit = hitBy(last.relief, last.eye, rayAt(last.eye, where(event).at))
      return hit && pointAt(last.relief, hit)
    },
    // How far, in pixels, an event is from where a W of the ground is seen, as a function of W.
    away(event) {
      if (!last) return () => Number.POSITIVE_INFINITY
      const { relief, seen } = last
      const { pixel } = where(event)
      return (W) => {
        if (!inside(relief, W)) return Number.POSITIVE_INFINITY
        const [x, , z] = placeOf(relief, W, relief.low)
        const at = seen([x, heightAt(relief, x, z), z])
        return Math.hypot(pixel[0] - at[0], pixel[1] - at[1])
      }
    },
    // How far, in pixels, an event is from where the start is seen.
    fromStart(event) {
      if (!last) return Number.POSITIVE_INFINITY
      const { start } = view.settings
      const [x, y] = last.seen(placeOf(last.relief, start, view.surface().value(start)))
      const { pixel } = where(event)
      return Math.hypot(pixel[0] - x, pixel[1] - y)
    },
  }
}

// The buffers of the picture, kept as long as they are right: those of the ground for a surface, those of the trails
// for the runs. All are uploaded anew on another stage.
function uploaded(on, relief, view, before) {
  const kept = before?.on === on && before.relief === relief ? before : null
  const parts = kept ?? { on, relief, ground: groundOf(on, relief), ball: ballOf(on), trails: {},
    stars: marksOf(on, view.landscape().minima.flatMap((W) => placeOf(relief, W, view.surface().value(W)))) }
  if (before && !kept && before.on === on) free(before)
  if (parts.runs === view.runs) return parts
  discard(parts.start, ...meshes(parts))
  const on_ground = (W) => {
    const [x, , z] = placeOf(relief, W, relief.low)
    return [x, heightAt(relief, x, z), z]
  }
  parts.runs = view.runs // new ones whenever a setting has changed
  parts.start = marksOf(on, on_ground(view.settings.start))
  parts.trails = Object.fromEntries(Object.entries(view.runs).map(([name, run]) => {
    const marks = run.path.flatMap((W) => (inside(relief, W) ? on_ground(W) : [0, -9, 0])) // far below: not seen
    return [name, { ...trailOf(on, draped(relief, run.path), marks), places: marks }]
  }))
  return parts
}

// Where each path is last seen: its end, or its last place inside the window.
const ends = (relief, runs) => Object.values(runs).flatMap(({ path }) => {
  const last = path.findLast((W) => inside(relief, W))
  return last ? [last] : []
})

const free = (parts) => discard(parts.ground, parts.ball, parts.stars, parts.start, ...meshes(parts))
const meshes = (parts) => Object.values(parts.trails).flatMap(({ band, dots }) => [band, dots])
const inside = ({ window }, W) => W.every((w, i) => w >= window[i][0] && w <= window[i][1])

// Paint ground, trails and balls.
function pictured(on, parts, { relief, eye, ink, view, sharp, distance, pixels }) {
  const paper = rgb(ink.paper), text = rgb(ink.text)
  const dark = bright(paper) < 0.5
  const colours = dark ? DARK : LIGHT
  const light = unit([0, 1, 2].map((i) => -0.62 * eye.right[i] + 0.3 * eye.back[i] + (i === 1 ? 0.72 : 0)))
  const seen = { view: matrixOf(eye) }
  begin(on, ...pixels)
  paint(parts.ground, { ...seen, low: rgb(colours.low), middle: rgb(colours.middle), high: rgb(colours.high),
    ink: rgb(colours.ink), light, tall: relief.tall, rim: halves(relief), lines: LINES, strength: colours.strength })
  // On the screen a trail's dashes are as long as on the map where the eye is at its first distance.
  const pixel = (4.4 * Math.tan((15 * Math.PI) / 180) * 2 * sharp) / pixels[1]
  const dots = { ...seen, lift: 0.006, nearer: 0.003 }
  paint(parts.stars, { ...dots, tint: text, paper: rgb(STAR), shape: 2, width: 21 * sharp })
  const drawn = Object.entries(parts.trails).map(([name, trail]) => [trail, view.fixed.rules[name], view.runs[name]])
  for (const [trail, { colour, dashes }] of drawn) {
    trail.drawnTo(view.drawn, view.ahead)
    const tint = rgb(inked(colour, ink))
    const edge = dark && bright(tint) < 0.45 ? text : paper
    const dash = [0, 1, 2, 3].map((i) => (dashes[i] ?? 0) * WIDE * pixel)
    if (trail.band) paint(trail.band, { ...seen, lift: 0.004, nearer: 0.0015, tint, paper: edge, dash, size: pixels,
      width: (WIDE + RIM) * sharp, core: WIDE * sharp, faint: 1 })
    if (view.drawn < DOTS) paint(trail.dots, { ...dots, lift: 0.005, nearer: 0.002, tint, paper,
      shape: dashes.length ? 1 : 0, width: 5.4 * sharp })
  }
  paint(parts.start, { ...dots, tint: text, paper, shape: 1, width: 16 * sharp })
  const radius = BALL * distance
  for (const [trail, { colour }, run] of drawn) {
    const [x, y, z] = ballAt(parts.relief, trail.places, run, view)
    if (run.path.length && y > -1) paint(parts.ball, { ...seen, centre: [x, y + 0.8 * radius, z], radius,
      tint: rgb(inked(colour, ink)), paper, light, back: eye.back })
  }
}

// Where a ball lies on the ground: at the step that is pointed at, else at the last one drawn or beyond it.
function ballAt(relief, places, run, { drawn, ahead, step }) {
  const at = (t) => places.slice(3 * t, 3 * t + 3)
  const t = Math.min(step ?? drawn, run.path.length - 1)
  const from = at(t), to = at(t + 1)
  if (step !== null || !ahead || to.length < 3 || from[1] < -1 || to[1] < -1) return from
  const [x, z] = [0, 2].map((i) => from[i] + ahead * (to[i] - from[i]))
  return [x, heightAt(relief, x, z), z]
}

/** @param {number[]} way */
function unit(way) {
  const length = Math.hypot(...way)
  return way.map((w) => w / length)
}

// speak: a bundle of its own has words of its own, and is told which.
export default { landscapeOf, speak }
