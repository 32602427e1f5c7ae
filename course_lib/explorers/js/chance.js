// Numbers by chance that Python draws as well (explorers/chance.py): the i-th of a stream is a hash of i.
// Source of the hash: mulberry32, by Tommy Ettinger, in the public domain.

const STRIDE = 0x6d2b79f5

// The streams of a seed.
export const STREAMS = { DATA: 0, NOISE: 1, START: 2, ORDER: 3, SPLIT: 4 }

// The i-th whole number of the stream `which` of a seed, below 2³².
const word = (key, i) => hash(key + Math.imul(i + 1, STRIDE))
const keyOf = (seed, which) => hash(Math.imul(seed + 1, STRIDE) ^ Math.imul(which + 1, 0x9e3779b1))

// n numbers of a stream from the `from`-th on, uniform between 0 and 1, both excluded.
export function uniforms(seed, which, n, from = 0) {
  const key = keyOf(seed, which)
  return Float64Array.from({ length: n }, (_, i) => (word(key, from + i) + 0.5) / 4294967296)
}

// n numbers from N(0, 1), of two uniform ones each (Box and Muller, 1958).
export function normals(seed, which, n) {
  const u = uniforms(seed, which, 2 * n)
  return Float64Array.from({ length: n }, (_, i) =>
    Math.sqrt(-2 * Math.log(u[2 * i])) * Math.cos(2 * Math.PI * u[2 * i + 1]))
}

// 0 … n - 1 in an order by chance: sorted by the numbers of a stream from the `from`-th on. Each number and its place
// make one whole number below 2⁵³, which a typed array sorts by itself.
export function permutation(seed, which, n, from = 0) {
  const [key, places] = [keyOf(seed, which), 2 ** 20]
  const sorted = new Float64Array(n)
  for (let i = 0; i < n; i++) sorted[i] = word(key, from + i) * places + i
  sorted.sort()
  const order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[i] = sorted[i] % places
  return order
}

function hash(value) {
  let a = value | 0
  a = Math.imul(a ^ (a >>> 15), a | 1)
  a ^= a + Math.imul(a ^ (a >>> 7), a | 61)
  return (a ^ (a >>> 14)) >>> 0
}
