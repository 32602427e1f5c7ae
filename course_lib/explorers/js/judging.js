// How good a run is: in words beside its name.

import { said } from "./draw.js"

export const percent = (share) => `${(100 * share).toFixed(share > 0.995 && share < 1 ? 1 : 0)} %`

// The share of the samples held back (or, without any, of those learned from) that a run puts into their class.
export function accuracyOf({ session: { data, net, apart, judged } }, W) {
  if (!data.classes) return null
  const { X, y, n } = apart ?? judged
  return net.right(W, X, y, n) / n
}

export const accuracies = (view) => Object.fromEntries(Object.entries(view.session.runs).map(([label, run]) =>
  [label, accuracyOf(view, run.W[run.W.length - 1])]))

export function standing(view, run) {
  const i = view.at(run)
  if (run.diverged && i === run.W.length - 1) return "thrown out"
  const share = accuracyOf(view, run.W[i])
  return share === null ? said(Number(run.loss[i].toPrecision(3))) : percent(share)
}
