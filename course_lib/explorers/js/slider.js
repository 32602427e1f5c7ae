// A slider that a hand, the keys and a typed number can set.

import { said } from "./draw.js"
import { make } from "./controls.js"
import { say } from "./words.js"

const [NARROW, LETTER, APART] = [220, 6.4, 5] // pixels: the narrowest track, a letter below it, between two numbers

// A slider with its label, and its number, which can also be typed. log: its steps multiply. home: where a double click
// leads, its first value by default. spell(value) and read(text): how its number is written, if not as it is.
// onInput(value) while it moves. Returns {row, show(value), limit(its new maximum), call(words instead of the value)}.
/** @param {HTMLElement} parent
 *  @param {{label: string, value: number, min: number, max: number, step?: number, log?: boolean, name?: string,
 *   home?: number, spell?: (value: number) => string, read?: (text: string) => number}} options
 *  @param {(value: number) => void} onInput */
export function slider(parent, options, onInput) {
  const { label, value, min, max, step, log = false, name = label, home = value } = options
  const { spell = said, read = written } = options
  const place = (number) => (log ? Math.log10(number) : number)
  const input = make("input", { type: "range", "aria-label": label, name, min: place(min), max: place(max),
                                step: log ? "any" : step, "data-lm-suppress-shortcuts": "true" })
  const field = make("input", { type: "text", inputmode: "decimal", class: "course-number", name: `${name}, typed`,
                                 "aria-label": say("{label}, as a number", { label }), autocomplete: "off",
                                 "data-lm-suppress-shortcuts": "true" })
  const ticks = make("span", { class: "course-ticks", "aria-hidden": "true" })
  const row = make("div", { class: "course-slider" }, make("span", { class: "course-label" }, label), field,
    make("span", { class: "course-track" }, input, ticks))
  let [last, most, held] = [value, max, false]

  const call = (text) => {
    field.value = text
    input.setAttribute("aria-valuetext", text)
  }
  const show = (number) => {
    last = number
    input.value = place(number)
    call(spell(number))
  }
  const moved = (number) => {
    last = number
    call(spell(number))
    onInput(number)
  }
  // Three digits are all that a hand can set; the same number then stands in the lines of Python. Near a tick the hand
  // means the tick; keys and typing reach what lies beside it.
  const set = (at) => Number(log ? (10 ** at).toPrecision(3) : at.toPrecision(6))
  input.addEventListener("pointerdown", () => (held = true))
  for (const end of ["pointerup", "pointercancel", "change"]) input.addEventListener(end, () => (held = false))
  input.addEventListener("input", () => {
    const near = held && log ? decades(min, most).find((tick) => Math.abs(place(tick) - input.valueAsNumber)
      < 0.008 * (place(most) - place(min))) : undefined
    if (near !== undefined) input.valueAsNumber = place(near)
    moved(near ?? set(input.valueAsNumber))
  })
  if (log) input.addEventListener("keydown", (event) => {
    const turn = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key]
    if (!turn) return
    event.preventDefault()
    input.valueAsNumber += turn * (event.shiftKey ? 0.005 : step || 0.02)
    moved(set(input.valueAsNumber))
  })
  const each = log ? 0 : (step ?? 0)
  const stepped = (wanted) => Number((min + each * Math.round((wanted - min) / each)).toPrecision(12))
  const to = (wanted) => {
    show(Math.min(most, Math.max(min, each ? stepped(wanted) : wanted)))
    onInput(last)
  }
  field.addEventListener("change", () => {
    const wanted = read(field.value)
    if (Number.isFinite(wanted)) to(wanted)
    else call(spell(last)) // what is no number changes nothing
  })
  field.addEventListener("focus", () => field.select())
  row.addEventListener("dblclick", ({ target }) => target !== field && to(home))

  const limit = (limited) => {
    most = limited
    input.max = place(most)
    const marks = log ? decades(min, most) : []
    const long = Math.max(0, ...marks.map((tick) => spell(tick).length))
    const every = Math.ceil(((marks.length - 1) * (LETTER * long + APART)) / NARROW)
    ticks.replaceChildren(...marks.map((tick, number) => {
      const mark = make("i", { "data-said": number % every ? "" : spell(tick) })
      mark.style.setProperty("--place", String((place(tick) - place(min)) / (place(most) - place(min))))
      return mark
    }))
  }
  limit(max)
  show(value)
  parent.append(row)
  return { row, show, limit, call }
}

// The powers of ten from one number to another.
function decades(low, high) {
  const [first, last] = [Math.ceil(Math.log10(low) - 1e-9), Math.floor(Math.log10(high) + 1e-9)]
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => Number(`1e${first + i}`))
}

// The number that somebody typed, also with a decimal comma or as a fraction, 1/10; NaN when it is none.
export function written(text) {
  const plain = text.normalize("NFKC").replaceAll("⁄", "/") // full-width digits, too; a typed ⅓ is 1⁄3
  const [above, below, ...more] = plain.split("/").map((part) => {
    const number = part.trim().replace(",", ".").replaceAll("−", "-")
    return number ? Number(number) : Number.NaN
  })
  return more.length ? Number.NaN : above / (below ?? 1)
}
