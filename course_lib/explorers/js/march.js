// Play, pause, step, and the steps drawn: how the path explorer lets time run.

import { button, choice, make } from "./controls.js"
import { slider } from "./slider.js"
import { say } from "./words.js"

// Seconds for all the steps.
const SECONDS = { slow: 24, normal: 6, fast: 2 }
// At most so many steps a second are each eased in and out; quicker ones flow.
const EASED = 15

// Where a run that has been played for some seconds stands: [whole steps, the share of the next one].
export function played(from, seconds, steps, speed, calm) {
  const pace = Math.max(24 / SECONDS[speed], steps / SECONDS[speed])
  if (calm) { // two pictures a second
    const jump = Math.max(1, Math.round(pace / 2))
    return [Math.min(steps, from + jump * Math.floor(2 * seconds)), 0]
  }
  const due = Math.min(steps, from + seconds * pace)
  const [whole, share] = [Math.floor(due), due % 1]
  return [whole, pace > EASED ? share : share * share * (3 - 2 * share)]
}

export function march(view) {
  const { settings, explorer } = view
  const box = explorer.group(say("Step by step"))
  view.time = box
  box.classList.add("course-march")
  let playing = null
  let speed = "normal"
  const stop = () => {
    cancelAnimationFrame(playing)
    playing = null
    play.textContent = say("Play")
    if (view.ahead) move(view.drawn)
  }
  const move = (to, ahead = 0) => {
    const glides = to === view.drawn && ahead
    view.drawn = to
    view.ahead = ahead
    if (glides) for (const part of view.parts) part.glide?.()
    else view.draw()
  }
  const play = button(box, say("Play"), () => (playing ? stop() : begin()))
  play.classList.add("course-play")
  button(box, say("Step"), () => {
    stop()
    move(view.drawn < settings.steps ? view.drawn + 1 : 1)
  })
  const lasts = make("span", { class: "course-lasts" })
  const options = Object.keys(SECONDS)
  const pick = choice(box, { label: say("speed"), name: "speed", value: speed, options }, (chosen) => hasten(chosen))
  box.append(lasts)
  const hasten = (chosen) => {
    speed = chosen
    pick.show(speed)
    lasts.textContent = say("{seconds} s", { seconds: SECONDS[speed] })
    if (playing) begin()
  }
  explorer.root.addEventListener("keydown", (event) => {
    const turn = { "<": -1, ">": 1 }[event.key]
    if (!turn || event.ctrlKey || event.metaKey || event.altKey || event.target.type === "text") return
    event.preventDefault()
    hasten(options[Math.min(2, Math.max(0, options.indexOf(speed) + turn))])
  })
  const all = { label: say("steps drawn"), name: "drawn", value: view.drawn, min: 0, max: settings.steps, step: 1 }
  const time = slider(box, all, (value) => {
    stop()
    move(value)
  })

  function begin() {
    cancelAnimationFrame(playing)
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
    const [from, began] = [view.drawn < settings.steps ? view.drawn : 0, performance.now()]
    play.textContent = say("Pause")
    const tick = (now) => {
      if (!explorer.root.isConnected) return
      const [due, ahead] = played(from, Math.max(0, now - began) / 1000, settings.steps, speed, calm)
      if (due !== view.drawn || ahead !== view.ahead) move(due, ahead)
      if (due < settings.steps) playing = requestAnimationFrame(tick)
      else stop()
    }
    playing = requestAnimationFrame(tick)
  }
  hasten(speed)
  return {
    draw() {
      time.limit(settings.steps)
      time.show(view.drawn)
    },
    reset: stop,
  }
}
