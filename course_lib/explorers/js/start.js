// Adam's start on a constant gradient g = 1 at lr = 1 and ε = 0, where every number has a closed form.

// What is left without correction in step t: of m, of √S, and their quotient, the length of the step. Right is 1.
export function shares(beta1, beta2, t) {
  const m = 1 - beta1 ** t
  const root_S = Math.sqrt(1 - beta2 ** t)
  return { m, root_S, step: m / root_S }
}
