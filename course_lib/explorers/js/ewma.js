// course_lib.averages once more.

// v₁ … v_T of a series: v = β·v + (1−β)·x, from v₀ = 0; correct: divided by 1 − βᵗ.
export function ewma(x, beta, correct = false) {
  let v = 0
  return x.map((value, i) => {
    v = beta * v + (1 - beta) * value
    return correct ? v / (1 - beta ** (i + 1)) : v
  })
}

// The weight of the newest observation, of the one before it, …
export const weights = (beta, n) => Array.from({ length: n }, (_, age) => (1 - beta) * beta ** age)
