// Play, pause and step in the explorer `train`.

import { button, make } from "./controls.js"
import { slider } from "./slider.js"
import { say } from "./words.js"

// Play, pause, step, and the updates drawn.
export function march(view) {
  const { explorer } = view
  const box = explorer.group(say("Update by update"))
  view.time = box
  box.classList.add("course-march")
  view.pause = () => {
    if (!view.playing) return
    cancelAnimationFrame(view.playing)
    view.playing = 0
    play.textContent = say("Play")
    view.draw()
  }
  const move = (to) => {
    view.drawn = Math.max(0, Math.min(view.session.steps, to))
    view.draw()
  }
  const play = button(box, say("Play"), () => (view.playing ? view.pause() : begin()))
  play.classList.add("course-play")
  button(box, say("Step"), () => {
    view.pause()
    const next = view.drawn - (view.drawn % view.session.every) + view.session.every
    move(view.drawn < view.session.steps ? next : view.session.every)
  })
  button(box, say("Restart"), () => {
    view.pause()
    move(view.drawn > 0 ? 0 : view.session.steps)
  })
  const all = { label: say("updates drawn"), name: "drawn", value: 0, min: 0, max: 1, step: 1 }
  const time = slider(box, all, (value) => {
    view.pause()
    move(value)
  })
  const where = box.appendChild(make("span", { class: "course-update" }))

  // All updates in about eight seconds; for a reader who wants no motion, four pictures a second.
  function begin() {
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    const pace = view.session.steps / 8
    const [from, began] = [view.drawn < view.session.steps ? view.drawn : 0, performance.now()]
    play.textContent = say("Pause")
    const tick = (now) => {
      if (!explorer.root.isConnected) return
      const seconds = Math.max(0, now - began) / 1000
      const due = Math.min(view.session.steps, from + Math.floor((calm ? Math.floor(4 * seconds) / 4 : seconds) * pace))
      if (due !== view.drawn) move(due)
      if (due < view.session.steps) view.playing = requestAnimationFrame(tick)
      else view.pause()
    }
    view.playing = requestAnimationFrame(tick)
  }
  return {
    draw() {
      time.limit(view.session.steps)
      time.show(view.drawn)
      const epochs = view.now() / view.session.perEpoch
      const text = say("epoch {epoch}", { epoch: epochs.toFixed(epochs < 10 ? 2 : 1) })
      if (where.textContent !== text) where.textContent = text
    },
    reset: view.pause,
  }
}
