// How good a run is: in words beside its name.

import { said } from "./draw.js"
import { say } from "./words.js"

export const inPercent = (number) => say("{number} %", { number })

export const percent = (share) => inPercent((100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0))

export const accuracies = (view) => Object.fromEntries(Object.entries(view.session.runs).map(([label, run]) =>
  [label, run.right.at(-1)]))

export function standing(view, run) {
  const i = view.at(run)
  if (run.diverged && i === run.W.length - 1) return say("diverged")
  return run.right[i] === null ? said(Number(run.loss[i].toPrecision(3))) : percent(run.right[i])
}
