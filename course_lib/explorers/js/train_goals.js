// Whether the picture shows what a task of the explorer `train` asks for; see `train_task` in train.py.

import { solves } from "./goals.js"

// picture: {settings, runs, accuracy: {label: share of the held-back samples that are right}}, all of it trained.
export function reached(task, { settings, runs, accuracy }) {
  const known = { ...settings, layers: settings.hidden.length, units: settings.hidden[0] ?? 0 }
  if (!solves(task.settings, known)) return false
  if (!task.rules.length) return true
  return task.rules.some((name) => runs[name] && solvedBy(name, task, { settings, runs, accuracy }))
}

// Whether one rule does what the task asks for.
function solvedBy(rule, task, { settings, runs, accuracy }) {
  const run = runs[rule]
  const losses = task.held ? run.held : run.loss
  const others = Object.entries(runs).filter(([name]) => name !== rule).map(([, other]) => other)
  const end = (other) => (other.diverged ? Number.POSITIVE_INFINITY : other.loss.at(-1))
  return solves(task.where, settings.knobs[rule])
    && (!task.below || (!run.diverged
      && losses.some((loss, i) => loss <= task.below[0] && run.updates[i] <= task.below[1])))
    && (task.end === null || end(run) <= task.end)
    && (task.above === null || run.diverged || losses.at(-1) >= task.above)
    && (task.accuracy === null || accuracy[rule] >= task.accuracy)
    && (!task.first || (others.length > 0 && others.every((other) => end(run) < end(other))))
    && (!task.last || (others.length > 0 && others.every((other) => end(run) > end(other))))
}
