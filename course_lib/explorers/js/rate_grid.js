// The numbers of the map of learning rates and β: one run for each cell, on the bowl ½ ΣcᵢWᵢ².

import { RULES } from "./rules.js"
import { quadratic } from "./surfaces.js"
import { descend } from "./descend.js"

// The bowl of condition number κ, and where `surfaces.quadratic` starts on it.
export const bowl = (kappa) => ({ c: [1, kappa], start: [10, 1] })

// The path of one cell. knob: which β; rest: the hyperparameters that stay.
export function cellRun({ rule, knob, kappa, steps }, rest, lr, beta) {
  const { c, start } = bowl(kappa)
  return descend(quadratic(c), RULES[rule], { ...rest[rule], lr, [knob]: beta }, start, steps)
}

// The last loss of each cell, row by row from the lowest β; Infinity where the run diverged.
export function lossGrid(settings, rest, lrs, betas) {
  return betas.map((beta) => lrs.map((lr) => {
    const { loss, diverged } = cellRun(settings, rest, lr, beta)
    return diverged ? Infinity : loss.at(-1)
  }))
}

// Momentum's largest stable rate on a bowl whose steepest curvature is λ: 2(1+β)/((1−β)λ), as in
// experiments.momentum.
export const stabilityLimit = (beta, curvature) => (2 * (1 + beta)) / ((1 - beta) * curvature)
