import { say } from "./words.js"

// A learner's rule lives in Python: ask for its path, one question at a time, and draw the newest answer.
export function ownRule(model, fixed, redraw) {
  const nothing = { path: [], loss: [], diverged: false }
  let latest = { ...nothing, error: say("needs the running notebook") }
  let [asked, answered, waiting] = ["", "", false]
  const ask = () => {
    waiting = true
    answered = asked
    model.send({ settings: JSON.parse(asked) })
  }
  if (fixed.own) model.on("msg:custom", (message) => {
    waiting = false
    latest = { ...nothing, ...message }
    redraw()
    if (asked !== answered) ask()
  })
  return {
    run(settings) {
      asked = JSON.stringify(settings)
      if (asked !== answered && !waiting) ask()
      return latest
    },
  }
}
