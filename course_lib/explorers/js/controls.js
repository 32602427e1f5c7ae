// Labelled controls that the keyboard and a screen reader can use.

import { shownAs } from "./called.js"
import { say } from "./words.js"

// An element with attributes and children; text becomes text, never markup.
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

// The explorer's frame. JupyterLab would take arrow keys and letters for its own commands without the attribute.
export function frame(el, name) {
  const root = make("div", { class: "course-explorer", role: "group", "aria-label": name,
                             "data-lm-suppress-shortcuts": "true" })
  el.append(root)
  return root
}

// Controls that belong together, in one row where there is room.
export function group(parent, label) {
  const row = make("div", { class: "course-row", role: "group", "aria-label": label })
  parent.append(row)
  return row
}

// What is not needed at first: a button, and below the row of all such buttons what it opens. Returns where that goes.
// opened(): it has been opened.
export function panel(parent, heading, opened = () => {}) {
  const { inside, show } = drawer(parent, heading, () => {
    show(inside.hidden)
    if (!inside.hidden) opened()
  })
  return inside
}

// The same where somebody else knows whether it is open: {inside, show(open)}; a press calls toggle().
export function drawer(parent, heading, toggle) {
  const inside = make("div", { class: "course-inside", role: "group", "aria-label": heading })
  inside.hidden = true
  const opener = make("button", { type: "button", class: "course-opener", "aria-expanded": "false",
                                  "data-lm-suppress-shortcuts": "true" }, heading)
  const show = (open) => {
    inside.hidden = !open
    opener.setAttribute("aria-expanded", String(open))
  }
  opener.addEventListener("click", toggle)
  if (!parent.childElementCount) parent.append(make("div", { class: "course-openers" }))
  parent.firstElementChild.append(opener)
  parent.append(inside)
  return { inside, show }
}

// A box to tick. swatch: {colour, dashes} of a line drawn beside the label. Returns {row, show(value), call(a
// number behind the label)}.
/** @param {{label: string, value: boolean, name?: string, swatch?: {colour: string, dashes: number[]}}} options
 *  @param {HTMLElement} parent
 *  @param {(value: boolean) => void} onInput */
export function checkbox(parent, options, onInput) {
  const { label, value, name = label, swatch } = options
  const input = make("input", { type: "checkbox", name, "aria-label": label, "data-lm-suppress-shortcuts": "true" })
  input.checked = value
  input.addEventListener("change", () => onInput(input.checked))
  const number = make("span", { class: "course-value" })
  const row = make("label", { class: "course-chip" }, input, ...(swatch ? [sample(swatch)] : []), label, number)
  parent.append(row)
  return { row, show: (on) => (input.checked = on), call: (text) => (number.textContent = text) }
}

// A choice from a list of names, hidden as long as there is but one. Returns {row, show(value), offer(names)}.
/** @param {{label: string, value: string, options: string[], name?: string}} given
 *  @param {HTMLElement} parent
 *  @param {(value: string) => void} onInput */
export function choice(parent, given, onInput) {
  const { label, value, options, name = label } = given
  const input = make("select", { name, "data-lm-suppress-shortcuts": "true" })
  const row = make("label", { class: "course-choice" }, make("span", {}, label), input)
  const offer = (names) => {
    input.replaceChildren(...names.map((option) => make("option", { value: option }, shownAs(option))))
    row.hidden = names.length < 2
  }
  offer(options)
  input.value = value
  input.addEventListener("change", () => onInput(input.value))
  parent.append(row)
  return { row, offer, show: (chosen) => (input.value = chosen) }
}

// A button. Returns the element.
export function button(parent, label, onClick) {
  const element = make("button", { type: "button", "data-lm-suppress-shortcuts": "true" }, label)
  element.addEventListener("click", onClick)
  parent.append(element)
  return element
}

// A line as it is drawn in the picture.
function sample({ colour, dashes }) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  const line = document.createElementNS("http://www.w3.org/2000/svg", "line")
  const box = { width: 30, height: 10, "aria-hidden": "true" }
  for (const [name, value] of Object.entries(box)) svg.setAttribute(name, String(value))
  for (const [name, value] of Object.entries({
    x1: 1, x2: 29, y1: 5, y2: 5, stroke: colour === "#000000" ? "currentColor" : colour, "stroke-width": 2.5,
    "stroke-dasharray": dashes.map((dash) => 2.5 * dash).join(" ") })) line.setAttribute(name, String(value))
  svg.append(line)
  return svg
}

// The tasks of an explorer as a list that ticks itself. solved(task) → true when the picture shows it; hint(task): what
// keeps it from counting, if anything does. Returns {look()}, to be called after each change: it gives the numbers
// (from 0) of all tasks ever solved.
export function taskList(parent, tasks, solved, hint) {
  if (!tasks.length) return { look: () => [] }
  const status = make("p", { class: "course-status", role: "status" })
  const circle = () => make("span", { class: "course-tick", "aria-hidden": "true" }, "○")
  const hints = tasks.map(() => make("em", { class: "course-hint" }))
  const items = tasks.map((task, i) => make("li", {}, circle(), make("span", {}, task.text, hints[i])))
  parent.append(make("ol", { class: "course-tasks" }, ...items), status)
  const done = new Set()
  return {
    look() {
      tasks.forEach((task, i) => {
        if (done.has(i)) return
        const right = solved(task)
        hints[i].textContent = right ? "" : hint(task)
        if (!right) return
        done.add(i)
        items[i].classList.add("course-done")
        items[i].firstChild.textContent = "✓"
        status.textContent = say("Task {number} is solved.", { number: i + 1 })
      })
      return [...done].sort()
    },
  }
}

// What Python knows, {settings, fixed}, and a way to tell it of a change: at once in the picture, and to Python when
// the hand has rested for a fifth of a second (without a kernel nobody listens, and nothing is lost).
export function shared(model) {
  let timer
  return {
    settings: structuredClone(model.get("settings")),
    fixed: model.get("fixed"),
    tell(settings, solved) {
      clearTimeout(timer)
      timer = setTimeout(() => {
        model.set("settings", structuredClone(settings))
        model.set("solved", solved)
        model.save_changes()
      }, 200)
    },
  }
}
