// Pictures on a canvas: axes, lines, points. Colours follow the page's theme.

export const FACE = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', sans-serif"
// In heights of a letter.
const MARGIN = { left: 4.9, right: 1.1, bottom: 3.1 }
// The height of a row of names above a picture.
const KEY = 1.5

// The page's colours, read from the explorer's own element, so that light and dark themes both are right.
export function theme(el) {
  const css = getComputedStyle(el)
  const read = (name) => css.getPropertyValue(name).trim()
  return { text: read("--explorer-text"), paper: read("--explorer-paper"), grid: read("--course-grid"),
           contour: read("--course-contour"), quiet: read("--course-quiet"),
           low: read("--course-low"), high: read("--course-high"),
           letter: parseFloat(read("--explorer-letter")) || 13 }
}

// The colour in which to draw: black turns into the colour of the text, which is light in a dark theme.
export const inked = (colour, ink) => (colour === "#000000" ? ink.text : colour)

// What was last seen of each canvas: its size, how many of the screen's pixels make one of it, its colours. To ask the
// page anew at each key would make it compute its whole layout first.
const SEEN = new WeakMap()

function seen(canvas) {
  const width = canvas.clientWidth
  const scale = canvas.getBoundingClientRect().width / width || 1 // of a slide, which is enlarged to fill the screen
  const sharp = (window.devicePixelRatio || 1) * scale
  const now = { width, height: canvas.clientHeight, sharp, ink: theme(canvas), kept: false }
  SEEN.set(canvas, now)
  return now
}

// A new canvas that is drawn anew (by `draw`) when its size or the theme changes. label: what a screen reader says.
export function canvasIn(parent, label, draw) {
  const canvas = document.createElement("canvas")
  canvas.className = "course-canvas"
  canvas.setAttribute("role", "img")
  canvas.setAttribute("aria-label", label)
  parent.append(canvas)
  // In the next frame: while JupyterLab swaps the style sheets of a theme, nothing on the page has a size.
  const again = () => requestAnimationFrame(() => {
    seen(canvas)
    draw()
  })
  new ResizeObserver(again).observe(canvas)
  // What is printed waits for no frame, and a page may have other colours on paper.
  addEventListener("beforeprint", () => {
    seen(canvas)
    draw()
  })
  const themed = { attributes: true, attributeFilter: ["data-jp-theme-light", "data-theme", "class"] }
  new MutationObserver(again).observe(document.body, themed)
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again)
  return canvas
}

// A canvas, empty and as sharp as the screen: its pen, its size in the page's pixels, its colours.
/** @param {HTMLCanvasElement} canvas */
export function sheetOf(canvas) {
  const last = SEEN.get(canvas)
  const { width, height, sharp, ink, kept } = last?.width ? last : seen(canvas)
  if (canvas.width !== Math.round(width * sharp)) canvas.width = Math.round(width * sharp)
  if (canvas.height !== Math.round(height * sharp)) canvas.height = Math.round(height * sharp)
  const pen = penOf(canvas)
  pen.setTransform(sharp, 0, 0, sharp, 0, 0)
  pen.clearRect(0, 0, width, height)
  return { pen, width, height, sharp, ink, kept }
}

// Copies of canvases with `sharp` pixels to one of the page's, and their colours. draw(): draw them; it is called once
// more at the end, and the page's own are as before.
export function sharpened(canvases, sharp, draw) {
  const before = canvases.map((canvas) => SEEN.get(canvas) ?? seen(canvas))
  canvases.forEach((canvas, i) => SEEN.set(canvas, { ...before[i], sharp, kept: true }))
  draw()
  const copies = canvases.map(copied)
  canvases.forEach((canvas, i) => SEEN.set(canvas, before[i]))
  draw()
  return { ink: before[0].ink, copies }
}

// The axes of a canvas as they were last painted, with what lies behind the data: {recipe, sheet}.
const PAINTED = new WeakMap()

/** @typedef {[number, number]} Range  */
/** @typedef {{x: Range, y: Range, logX?: boolean, logY?: boolean, xlabel?: string, ylabel?: string, title?: string,
 *   above?: number, equal?: boolean, bare?: boolean,
 *   margin?: Partial<typeof MARGIN>, key?: [string, any][],
 *   behind?: {name: string, draw: (chart: any) => void}}} Axes */

// Axes on a canvas; bare: none are drawn. x, y: [low, high]. above, margin: the room above and beside them, in heights
// of a letter. key: names and looks of the lines, above the picture, where they cover none.
// logX, logY: a logarithmic axis. equal: one scale for both axes. behind: {name, draw(chart)}, what lies behind the
// data and seldom changes; it is painted once and then copied. Returns what draws in data coordinates.
/** @param {HTMLCanvasElement} canvas
 *  @param {Axes} what */
export function axes(canvas, what) {
  const { x, y, logX = false, logY = false, xlabel = "", ylabel = "", title = "", above, key = [],
          equal = false, bare = false, margin, behind } = what
  const { pen, width, height, sharp, ink } = sheetOf(canvas)
  const { letter } = ink
  pen.font = `${letter}px ${FACE}`
  pen.textBaseline = "middle"
  const { left, right, bottom } = { ...MARGIN, ...margin }
  const rows = keyRows(pen, key, width, letter)
  const box = { left: letter * left, top: letter * (above ?? (title ? 2.1 : 1)) + KEY * rows.length * letter,
                right: width - letter * right, bottom: height - letter * bottom }
  if (equal) shrink(box, Math.abs((y[1] - y[0]) / (x[1] - x[0])))
  const X = scale(x, [box.left, box.right], logX)
  const Y = scale(y, [box.bottom, box.top], logY)
  const clipped = (draw) => {
    pen.save()
    pen.beginPath()
    // A little wider than the axes: a dot on their rim stays whole.
    pen.rect(box.left - 6, box.top - 6, box.right - box.left + 12, box.bottom - box.top + 12)
    pen.clip()
    draw()
    pen.restore()
  }

  const chart = {
    pen, ink, box, X, Y, clipped, letter, width, height,
    // A line through points [[x, y], …]. dashes: lengths, empty for a solid line.
    line(points, { colour, dashes = [], width = 2, alpha = 1 }) {
      clipped(() => {
        pen.strokeStyle = inked(colour, ink)
        pen.globalAlpha = alpha
        pen.lineWidth = width
        pen.lineJoin = "round"
        pen.setLineDash(dashes.map((dash) => dash * width))
        stroke(pen, points.map(([a, b]) => [X(a), Y(b)]))
      })
    },
    // Dots at points [[x, y], …]. ring: with a white rim, to be seen on a line of its colour; hollow: its edge alone.
    dots(points, { colour, radius = 3, ring = false, hollow = false, alpha = 1 }) {
      clipped(() => {
        const [inside, edge] = hollow ? [ink.paper, inked(colour, ink)] : [inked(colour, ink), ink.paper]
        pen.fillStyle = inside
        pen.strokeStyle = edge
        pen.globalAlpha = alpha
        pen.lineWidth = 1.5
        for (const [a, b] of points) {
          pen.beginPath()
          pen.arc(X(a), Y(b), radius, 0, 2 * Math.PI)
          pen.fill()
          if (ring || hollow) pen.stroke()
        }
      })
    },
    // A shape, traced on the pen, whose line is seen on any ground: `width` in the text's colour over broader paper.
    rim(width, trace) {
      for (const [colour, wide] of [[ink.paper, width + 4], [ink.text, width]]) {
        pen.strokeStyle = colour
        pen.lineWidth = wide
        pen.beginPath()
        trace()
        pen.stroke()
      }
    },
    // A minimum: a star of ten corners about a point [x, y].
    star([a, b]) {
      pen.beginPath()
      for (let i = 0; i < 10; i++) {
        const [radius, angle] = [i % 2 ? 4 : 10, (i * Math.PI) / 5]
        pen.lineTo(X(a) + radius * Math.sin(angle), Y(b) - radius * Math.cos(angle))
      }
      pen.closePath()
      pen.fillStyle = "#F0E442"
      pen.strokeStyle = ink.text
      pen.lineWidth = 1
      pen.fill()
      pen.stroke()
    },
    // Bars from zero (or the axis' low end) up to each point.
    bars(points, { colour, width, alpha = 1 }) {
      clipped(() => {
        pen.fillStyle = inked(colour, ink)
        pen.globalAlpha = alpha
        const ground = Y(logY ? y[0] : Math.max(y[0], 0))
        for (const [a, b] of points) {
          pen.fillRect(X(a) - width / 2, Math.min(Y(b), ground), width, Math.abs(Y(b) - ground))
        }
      })
    },
    // Words at a place in data coordinates, moved by (dx, dy) pixels.
    words(text, a, b, { colour = "#000000", align = "left", dx = 0, dy = 0 } = {}) {
      pen.fillStyle = inked(colour, ink)
      pen.textAlign = /** @type {CanvasTextAlign} */ (align)
      pen.fillText(text, X(a) + dx, Y(b) + dy)
    },
    // The data coordinates of a pointer event.
    at(event) {
      const rim = canvas.getBoundingClientRect()
      const scale = rim.width / width // a slide is enlarged to fill the screen
      return [X.back((event.clientX - rim.left) / scale), Y.back((event.clientY - rim.top) / scale)]
    },
    // How far, in pixels, a pointer event is from a point in data coordinates, as a function of the point.
    away(event) {
      const rim = canvas.getBoundingClientRect()
      const scale = rim.width / width
      const [x, y] = [(event.clientX - rim.left) / scale, (event.clientY - rim.top) / scale]
      return ([a, b]) => Math.hypot(x - X(a), y - Y(b))
    },
  }
  const recipe = JSON.stringify([width, height, sharp, x, y, logX, logY, xlabel, ylabel, title, ink, behind?.name])
  const before = PAINTED.get(canvas)
  if (behind && before?.recipe === recipe) {
    pen.drawImage(before.sheet, 0, 0, width, height)
    return chart
  }
  drawKey(chart, rows)
  if (!bare) scaffold(chart, { x, y, logX, logY, xlabel, ylabel, title })
  if (behind && width && height) { // a hidden canvas has no size
    behind.draw(chart)
    PAINTED.set(canvas, { recipe, sheet: copied(canvas) })
  }
  return chart
}

// Names of lines in rows that have the room: {named: [{name, look, at}, …], wide: its width}.
function keyRows(pen, key, width, letter) {
  /** @type {{named: {name: string, look: any, at: number}[], wide: number}[]} */
  const rows = []
  for (const [name, look] of key) {
    const each = 2.8 * letter + pen.measureText(name).width
    const at = 1.2 * letter + (rows.at(-1)?.wide ?? width)
    if (at + each > width - letter) rows.push({ named: [{ name, look, at: 0 }], wide: each })
    else {
      rows[rows.length - 1].named.push({ name, look, at })
      rows[rows.length - 1].wide = at + each
    }
  }
  return rows
}

// Each name behind a piece of its line, or behind one of its dots; a row begins at the axis, where it has the room.
function drawKey({ pen, ink, box, letter, width }, rows) {
  rows.forEach(({ named, wide }, i) => {
    const from = Math.max(0.5 * letter, Math.min(box.left, width - 0.5 * letter - wide))
    const y = box.top - letter * (0.4 + KEY * (rows.length - i - 0.5))
    for (const { name, look: { colour, dashes = [], width = 2, alpha = 1, radius = 0 }, at } of named) {
      const x = from + at
      pen.fillStyle = ink.text
      pen.textAlign = "left"
      pen.fillText(name, x + 2.8 * letter, y)
      pen.globalAlpha = alpha
      pen.strokeStyle = pen.fillStyle = inked(colour, ink)
      pen.lineWidth = width
      pen.setLineDash(dashes.map((dash) => dash * width))
      pen.beginPath()
      if (radius) pen.arc(x + 1.6 * letter, y, 1.5 * radius, 0, 2 * Math.PI)
      else stroke(pen, [[x, y], [x + 2.4 * letter, y]])
      if (radius) pen.fill()
      pen.setLineDash([])
      pen.globalAlpha = 1
    }
  })
}

// Make a box as high as `ratio` times its width, about its middle.
function shrink(box, ratio) {
  const [width, height] = [box.right - box.left, box.bottom - box.top]
  const [across, up] = [Math.max(0, width - height / ratio) / 2, Math.max(0, height - width * ratio) / 2]
  Object.assign(box, { left: box.left + across, right: box.right - across, top: box.top + up, bottom: box.bottom - up })
}

// The grid, the numbers beside it, the labels and the title.
function scaffold({ pen, ink, box, X, Y, letter, width, height }, { x, y, logX, logY, xlabel, ylabel, title }) {
  pen.fillStyle = ink.text
  pen.strokeStyle = ink.grid
  pen.lineWidth = 1
  for (const tick of ticks(x, logX, (box.right - box.left) / (5.4 * letter))) {
    stroke(pen, [[X(tick), box.top], [X(tick), box.bottom]])
    pen.textAlign = "center"
    pen.fillText(said(tick), X(tick), box.bottom + letter)
  }
  for (const tick of ticks(y, logY, (box.bottom - box.top) / (3 * letter))) {
    stroke(pen, [[box.left, Y(tick)], [box.right, Y(tick)]])
    pen.textAlign = "right"
    pen.fillText(said(tick), box.left - 0.4 * letter, Y(tick))
  }
  pen.textAlign = "center"
  // Over the middle of the axes, or beside it where the picture would cut them off.
  const middle = (text) => {
    const half = pen.measureText(text).width / 2 + 2
    return Math.max(half, Math.min(width - half, (box.left + box.right) / 2))
  }
  pen.fillText(xlabel, middle(xlabel), box.bottom + 2.4 * letter)
  pen.fillText(title, middle(title), box.top - 1.1 * letter)
  pen.save()
  // Beside the axis where it fits, else beside the whole picture, or else without what stands in brackets.
  const wide = pen.measureText(ylabel).width
  const fits = wide < box.bottom - box.top
  pen.translate(box.left - 4.38 * letter, fits ? (box.top + box.bottom) / 2 : height / 2)
  pen.rotate(-Math.PI / 2)
  pen.fillText(wide < height - 4 ? ylabel : ylabel.split(" (")[0], 0, 0, height - 4)
  pen.restore()
}

// Grey stripes in a box {left, top, right, bottom}: here is no number.
export function stripes(pen, ink, { left, top, right, bottom }) {
  pen.save()
  pen.beginPath()
  pen.rect(left, top, right - left, bottom - top)
  pen.clip()
  pen.strokeStyle = ink.contour
  pen.lineWidth = 1
  for (let x = left - (bottom - top); x < right; x += 8) stroke(pen, [[x, bottom], [x + bottom - top, top]])
  pen.restore()
}

// What draws on a canvas.
/** @param {HTMLCanvasElement} canvas */
export const penOf = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"))

/** @type {HTMLCanvasElement | undefined} */
let spare

// A square canvas to paint pixel by pixel and then copy: the same each time, since a new one takes a millisecond.
export function spareSheet(side) {
  spare ??= document.createElement("canvas")
  if (spare.width !== side || spare.height !== side) spare.width = spare.height = side
  return spare
}

function copied(canvas) {
  const sheet = document.createElement("canvas")
  sheet.width = canvas.width
  sheet.height = canvas.height
  penOf(sheet).drawImage(canvas, 0, 0)
  return sheet
}

// A function from data to pixels, with its inverse as `back`. Far away counts as the rim of a large sheet: a canvas
// draws nothing right beyond about 1e6 pixels.
function scale([low, high], [from, to], log) {
  const [a, b] = log ? [Math.log10(low), Math.log10(high)] : [low, high]
  const to_pixels = (value) => {
    const place = log ? Math.log10(Math.max(value, 1e-300)) : value
    return Math.max(-1e5, Math.min(1e5, from + ((place - a) / (b - a)) * (to - from)))
  }
  to_pixels.back = (pixel) => {
    const place = a + ((pixel - from) / (to - from)) * (b - a)
    return log ? 10 ** place : place
  }
  return to_pixels
}

export function ticks([low, high], log, most) {
  if (log) {
    const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)]
    const every = Math.max(1, Math.ceil((last - first + 1) / Math.max(most, 2)))
    // With fewer than two powers of ten, 2 and 5 times a power stand between them.
    const between = last - first < 1 ? [1, 2, 5] : [1]
    const from = between.length > 1 ? first - 1 : first
    const found = Array.from({ length: Math.floor((last - from) / every) + 1 }, (_, i) => from + i * every)
      .flatMap((power) => between.map((factor) => factor * 10 ** power))
      .filter((tick) => tick >= low * 0.999 && tick <= high * 1.001)
    const apart = found.length > 2 * most ? Math.ceil(found.length / Math.max(most, 2)) : 1 // where they would touch
    // One number says nothing of a scale.
    return found.length > 1 ? found.filter((_, i) => i % apart === 0) : ticks([low, high], false, most)
  }
  const rough = (high - low) / Math.max(most, 2)
  const power = 10 ** Math.floor(Math.log10(rough))
  const every = ([1, 2, 5].find((step) => step * power >= rough) ?? 10) * power
  const multiples = (step) => {
    const first = Math.ceil(low / step - 1e-9)
    return Array.from({ length: Math.floor(high / step + 1e-9) - first + 1 }, (_, i) => (first + i) * step)
  }
  // On a low axis the next round steps may all miss the window but for one number.
  const closer = [8, 5, 4, 3, 2, 1, 0.5].map((step) => step * power).filter((step) => step < every)
  return [every, ...closer].map(multiples).find((found) => found.length > 1) ?? multiples(every)
}

// A number as people write it: 0.001 and 1e-7.
export function said(value) {
  const text = Math.abs(value) >= 1e5 || (value !== 0 && Math.abs(value) < 1e-3)
    ? value.toExponential().replace("e+", "e").replace(/(\.\d{2})\d+/, "$1") : String(Number(value.toPrecision(4)))
  return text.replaceAll("-", "−")
}

function stroke(pen, points) {
  pen.beginPath()
  for (const [x, y] of points) pen.lineTo(x, y) // the first only moves there
  pen.stroke()
}
