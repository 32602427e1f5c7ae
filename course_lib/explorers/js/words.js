// The explorers' sentences in the language of the page: English stands in the code, `course translate` finds it there.

let table = {}

// Speak by a table {English: translation}; without one, English.
export function speak(words = {}) {
  table = words
}

// A sentence in the language that is spoken, each {name} in it filled in. The sentence stands on the line of its `say`.
/** @param {string} text
 *  @param {Record<string, string | number>} [values] */
export function say(text, values = {}) {
  return (table[text] ?? text).replace(/\{(\w+)\}/g, (place, name) => String(values[name] ?? place))
}
