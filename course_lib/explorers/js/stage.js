// The one WebGL context of a page, in which every landscape is drawn in turn, and then copied: a browser allows some
// sixteen of them. When it is lost, whoever looks is told, and the next picture is drawn in a new one.

import { Geometry, Mesh, Program, Renderer } from "ogl"
import { vertices } from "./heights.js"
import { BALL, DOTS, GROUND, TRAIL } from "./shaders.js"
import { ribbon, sphere } from "./trails.js"

let current = null
// The landscapes that stand on it: {canvas, again(), release()}.
const shown = new Set()

// Note a landscape that is drawn on the stage: again() draws it when its picture is lost. What is no longer on the page
// gives back what it has uploaded, release(); JupyterLab may put it there again.
export function enter(landscape) {
  if (shown.has(landscape)) return
  for (const other of shown) {
    if (other.canvas.isConnected) continue
    other.release()
    shown.delete(other)
  }
  shown.add(landscape)
}

// The stage of the page, null where there is no WebGL.
export function stage() {
  current ??= open()
  return current
}

function open() {
  const canvas = document.createElement("canvas")
  const wanted = { alpha: true, antialias: true, depth: true, premultipliedAlpha: true }
  if (!canvas.getContext("webgl2", wanted)) return null
  const renderer = new Renderer({ canvas, webgl: 2, dpr: 1, ...wanted })
  const made = { renderer, gl: renderer.gl, canvas, programs: programs(renderer.gl) }
  canvas.addEventListener("webglcontextlost", () => {
    if (current === made) current = null
    for (const landscape of shown) landscape.again()
  })
  return made
}

function programs(gl) {
  const program = ({ vertex, fragment }, names, rest = {}) => {
    const uniforms = Object.fromEntries(names.map((name) => [name, { value: 0 }]))
    const made = new Program(gl, { vertex, fragment, uniforms, cullFace: false, ...rest })
    made.setBlendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
    made.transparent = true
    return made
  }
  const over = { depthWrite: false }
  const lifted = ["view", "lift", "nearer", "tint", "paper", "width"]
  return {
    ground: program(GROUND, ["view", "low", "middle", "high", "ink", "light", "tall", "lines", "strength", "rim"]),
    trail: program(TRAIL, [...lifted, "size", "dash", "core", "faint"], over),
    dots: program(DOTS, [...lifted, "shape"], over),
    ball: program(BALL, ["view", "centre", "radius", "tint", "paper", "light", "back"]),
  }
}

// What is uploaded of a relief.
export function groundOf({ gl, programs }, relief) {
  const { place, normal, rest, index } = vertices(relief)
  const geometry = new Geometry(gl, {
    place: { size: 3, data: place }, normal: { size: 3, data: normal }, rest: { size: 2, data: rest },
    index: { data: index },
  })
  return mesh(gl, geometry, programs.ground)
}

export function ballOf({ gl, programs }) {
  const { normal, index } = sphere()
  return mesh(gl, new Geometry(gl, { normal: { size: 3, data: normal }, index: { data: index } }), programs.ball)
}

// Places that are marked, three numbers each.
export function marksOf({ gl, programs }, places) {
  return mesh(gl, new Geometry(gl, { at: { size: 3, data: new Float32Array(places) } }), programs.dots, gl.POINTS)
}

// What is uploaded of a rule's way: `drawnTo(step, ahead)` shows its first steps and that share of the next one.
// draped: see trails.js; marks: the places of
// its steps, three numbers each.
export function trailOf({ gl, programs }, draped, marks) {
  const { at, before, after, rest, index, upTo } = ribbon(draped)
  const band = index.length ? mesh(gl, new Geometry(gl, {
    at: { size: 3, data: at }, before: { size: 3, data: before }, after: { size: 3, data: after },
    rest: { size: 2, data: rest }, index: { data: index },
  }), programs.trail) : null
  const dots = marksOf({ gl, programs }, marks)
  return { band, dots, drawnTo: (step, ahead = 0) => {
    band?.geometry.setDrawRange(0, upTo(step + ahead))
    dots.geometry.setDrawRange(0, Math.min(step + 1, marks.length / 3))
  } }
}

const mesh = (gl, geometry, program, mode = gl.TRIANGLES) =>
  new Mesh(gl, { geometry, program, mode, frustumCulled: false })

// Draw one mesh with these values of its program's uniforms.
export function paint(drawn, values) {
  for (const [name, value] of Object.entries(values)) drawn.program.uniforms[name].value = value
  if (drawn.geometry.drawRange.count) drawn.draw()
}

// Clear the stage for a picture of this size in pixels of the screen; what is painted then stands in `canvas`.
export function begin({ renderer, gl, canvas }, width, height) {
  if (canvas.width !== width || canvas.height !== height) renderer.setSize(width, height)
  renderer.setViewport(width, height)
  gl.clearColor(0, 0, 0, 0)
  renderer.enable(gl.DEPTH_TEST)
  renderer.setDepthMask(true)
  gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT)
}

export function discard(...meshes) {
  for (const each of meshes) each?.geometry.remove()
}
