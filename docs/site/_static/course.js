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
  const read = Array.from(document.querySelectorAll("article section[id]"))
    .filter(section => section.checkVisibility() && section.getBoundingClientRect().top < innerHeight / 3).at(-1)
  link.search = location.search
  link.hash = read && scrollY > 0 ? read.dataset.place ?? read.id : ""
}

addEventListener("load", reachable)
addEventListener("resize", reachable)
addEventListener("DOMContentLoaded", () => {
  for (const link of document.querySelectorAll(".course-language")) link.addEventListener("click", () => keepPlace(link))
  for (const figure of document.querySelectorAll(".course-figure, img.course-picture")) zoomable(figure)
  for (const button of document.querySelectorAll(".course-print")) {
    button.hidden = false
    button.addEventListener("click", () => print())
  }
})
