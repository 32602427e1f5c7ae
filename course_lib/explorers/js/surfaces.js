// The surfaces of course_lib.surfaces once more: W is an array of one or two numbers. A test compares values and
// gradients with Python's along every path.

export function quadratic(c) {
  return {
    value: (W) => 0.5 * W.reduce((sum, w, i) => sum + c[i] * w ** 2, 0),
    gradient: (W) => W.map((w, i) => c[i] * w),
  }
}

export function pit(depth = 0.1, hill = 0.5) {
  // Centre, width (the divisor of the square) and height of each bump; a negative height is a hollow.
  /** @type {[number, number, number][]} */
  const bumps = [[1, 0.045, -depth], [2, 0.18, -0.3], [3, 0.18, hill]]
  const bump = (x, [centre, width, height]) => height * Math.exp(-((x - centre) ** 2) / width)
  const softplus = (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
  return {
    value: ([x]) => 0.1 * softplus(-10 * x) + bumps.reduce((sum, b) => sum + bump(x, b), 0),
    gradient: ([x]) => {
      const slope = -1 / (1 + Math.exp(10 * x))
      return [bumps.reduce((sum, b) => sum - ((2 * (x - b[0])) / b[1]) * bump(x, b), slope)]
    },
  }
}

export function cliff() {
  return {
    value: ([x]) => (x > 1 ? 10 * (x - 1) ** 2 + 0.1 * (x - 1) + 0.05 : 0.05 * x ** 2),
    gradient: ([x]) => [x > 1 ? 20 * (x - 1) + 0.1 : 0.1 * x],
  }
}

export function basins() {
  // Place, depth and width of each hollow.
  /** @type {[number, number, number, number][]} */
  const hollows = [[-0.8, -0.8, 0.3, 0.35], [0, 1, 0.6, 0.45], [1.2, 0, 1.2, 0.5]]
  const hollow = ([x, y], [px, py, A, s]) => A * Math.exp(-((x - px) ** 2 + (y - py) ** 2) / (2 * s ** 2))
  return {
    value: (W) => 0.15 * (W[0] ** 2 + W[1] ** 2) - hollows.reduce((sum, h) => sum + hollow(W, h), 0),
    gradient: (W) => W.map((w, i) =>
      hollows.reduce((sum, h) => sum + (hollow(W, h) / h[3] ** 2) * (w - h[i]), 0.3 * w)),
  }
}

export function saddle() {
  return { value: ([x, y]) => 0.5 * (x ** 2 - y ** 2), gradient: ([x, y]) => [x, -y] }
}

export function canyon() {
  const [c, b] = [10, 0.1]
  return {
    value: ([x, y]) => 0.5 * c * (y - Math.sin(x)) ** 2 + 0.5 * b * x ** 2,
    gradient: ([x, y]) => {
      const wall = c * (y - Math.sin(x))
      return [b * x - wall * Math.cos(x), wall]
    },
  }
}

export function beale() {
  const terms = ([x, y]) => [1.5, 2.25, 2.625].map((a, i) => a - x + x * y ** (i + 1))
  return {
    value: (W) => terms(W).reduce((sum, term) => sum + term ** 2, 0),
    gradient: (W) => {
      const [x, y] = W
      const each = terms(W)
      return [
        each.reduce((sum, term, i) => sum + 2 * term * (y ** (i + 1) - 1), 0),
        each.reduce((sum, term, i) => sum + 2 * term * x * (i + 1) * y ** i, 0),
      ]
    },
  }
}

export function rosenbrock() {
  return {
    value: ([x, y]) => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2,
    gradient: ([x, y]) => [-2 * (1 - x) - 400 * x * (y - x ** 2), 200 * (y - x ** 2)],
  }
}

export function rotated(surface, degrees) {
  const angle = (degrees * Math.PI) / 180
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const turn = ([x, y], sin) => [cos * x - sin * y, sin * x + cos * y]
  return {
    value: (W) => surface.value(turn(W, -sin)),
    gradient: (W) => turn(surface.gradient(turn(W, -sin)), sin),
  }
}

export function scaled(surface, factor) {
  return {
    value: (W) => factor * surface.value(W),
    gradient: (W) => surface.gradient(W).map((g) => factor * g),
  }
}

const MAKERS = { quadratic, pit, cliff, basins, saddle, canyon, beale, rosenbrock, rotated, scaled }

// A surface from its recipe: ["rotated", ["quadratic", [1, 25]], 30] is rotated(quadratic([1, 25]), 30).
/** @param {any} recipe
 *  @returns {{value: (W: number[]) => number, gradient: (W: number[]) => number[]}} */
export function surfaceOf(recipe) {
  const [maker, ...given] = recipe
  return MAKERS[maker](...given.map((part) => (Array.isArray(part) && part[0] in MAKERS ? surfaceOf(part) : part)))
}
