const words = JSON.parse(document.getElementById("course-words")?.textContent ?? "{}")
const say = text => words[text] ?? text

// What is wider than the page can be scrolled by keyboard, too.
function reachable() {
  for (const formula of document.querySelectorAll("article :is(p, li) > math")) {
    if (formula.getBoundingClientRect().width > formula.parentElement.clientWidth) boxed(formula)
  }
  const blocks = "pre, .cell_output, .table-wrapper, .math, .course-formula"
  for (const block of document.querySelectorAll(`article :is(${blocks})`)) {
    if (block.scrollWidth > block.clientWidth) block.tabIndex = 0
    else block.removeAttribute("tabindex")
  }
}

// A formula amid words, which no line can break, in a box of its own.
function boxed(formula) {
  const box = document.createElement("span")
  box.className = "course-formula"
  formula.replaceWith(box)
  box.append(formula)
}

// A figure fills the window after a click on it, or on its button.
function large(figure) {
  const dialog = document.querySelector("dialog.course-large") ?? made()
  const image = figure.querySelector("img") ?? figure
  const shown = dialog.querySelector("img")
  shown.src = image.src // the wide form, on a phone too
  shown.alt = image.alt
  dialog.showModal()
}

function made() {
  const dialog = document.createElement("dialog")
  dialog.className = "course-large"
  dialog.setAttribute("aria-label", say("The figure, enlarged"))
  dialog.innerHTML = `<button type="button" aria-label="${say("Close")}">×</button><img alt="">`
  dialog.addEventListener("click", () => dialog.close())
  document.body.append(dialog)
  return dialog
}

function zoomable(figure) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = "course-zoom"
  button.ariaLabel = say("Enlarge the figure")
  button.textContent = "⤢"
  const box = document.createElement("div")
  box.className = `course-zoomed ${Array.from(figure.classList).filter(name => name.startsWith("only-")).join(" ")}`
  figure.replaceWith(box)
  box.append(figure, button)
  for (const part of [figure, button]) part.addEventListener("click", () => large(figure))
}

// The other language opens at the section that is read, with the same settings of explorers.
function keepPlace(link) {
  const { scrollHeight } = document.documentElement
  const line = innerHeight + scrollY > scrollHeight - 2 ? innerHeight : innerHeight / 3 // the last need not reach the top
  const read = Array.from(document.querySelectorAll("article section[id]"))
    .filter(section => section.checkVisibility() && section.getBoundingClientRect().top < line).at(-1)
  link.search = location.search
  link.hash = read && scrollY > 0 ? read.dataset.place ?? read.id : ""
}

// Explorers are drawn after the page has scrolled to where a link leads, and move it: it is kept until the reader acts.
function keepAim() {
  const aim = document.getElementById(decodeURIComponent(location.hash.slice(1)))
  if (!aim) return
  const folded = aim.closest("details")
  if (folded) folded.open = true
  const watch = new ResizeObserver(() => aim.scrollIntoView({ behavior: "instant" }))
  watch.observe(document.querySelector("article"))
  for (const act of ["wheel", "pointerdown", "keydown"]) addEventListener(act, () => watch.disconnect(), { once: true })
}

// Paper is white: before explorers are drawn for it, a dark page becomes a light one until it is printed.
let worn
addEventListener("beforeprint", () => {
  worn ??= document.body.dataset.theme
  document.body.dataset.theme = "light"
}, true)
addEventListener("afterprint", () => {
  if (worn) document.body.dataset.theme = worn
  worn = undefined
})

addEventListener("load", reachable)
addEventListener("resize", reachable)
addEventListener("DOMContentLoaded", () => {
  keepAim()
  for (const link of document.querySelectorAll(".course-language")) {
    const twin = link.cloneNode(true) // on a phone the menu is closed, and the header stays in view
    document.querySelector(".header-right")?.prepend(twin)
    for (const each of [link, twin]) each.addEventListener("click", () => keepPlace(each))
  }
  for (const figure of document.querySelectorAll(".course-figure, img.course-picture")) zoomable(figure)
  for (const button of document.querySelectorAll(".course-print")) {
    button.hidden = false
    button.addEventListener("click", () => print())
  }
})
