// What jupyterquiz leaves out. JupyterLab keeps the arrow keys for itself unless the input says otherwise, Enter
// chooses nothing, nothing tells a screen reader which question an answer belongs to, a number is judged by Enter only,
// and only when it is typed as a program writes it; nothing counts what is right, and nothing remembers it.

// memory: { answers, keep, said }. `answers` is {question's id: [first answer, answer that counts]}, what was answered
// before; `keep` is called with all of them when one is new, and `said(show)` takes the function that shows a sentence
// about what became of them.
// words: {English: what is said in another language}.
export function draw_quiz(questions, place, memory, words = {}) {
  show_questions(questions, place)
  const quizzes = [...place.children]
  const answers = checked(memory.answers)
  const right = new Set()
  const score = line(place, 'Score')
  const kept = line(place, 'Kept')
  const count = () => {
    const first = questions.filter(({ id }) => right.has(id) && answers[id][0] === answers[id][1]).length
    const known = { right: right.size, all: questions.length, first }
    const text = right.size ? said_in(words, '{right} of {all} answered correctly, {first} at the first try.', known)
      : said_in(words, '{right} of {all} answered correctly.', known)
    if (score.textContent !== text) score.textContent = text
  }
  quizzes.forEach((quiz, number) => {
    const [question, choices, feedback] = quiz.children
    const { id } = questions[number]
    choices.setAttribute('role', 'group')
    choices.setAttribute('aria-labelledby', question.id)
    feedback.setAttribute('role', 'status')
    for (const input of choices.querySelectorAll('input')) {
      input.setAttribute('data-lm-suppress-shortcuts', 'true')
      if (input.type === 'radio') input.onkeydown = event => { if (event.key === 'Enter') input.click() }
      else numeric(input, feedback, words)
    }
    const judged = () => {
      const given = feedback.matches('.correct, .incorrect') ? answer_of(choices) : ''
      if (!given || right.has(id)) return // what was right once stays right
      const before = JSON.stringify(answers[id])
      answers[id] = [answers[id]?.[0] ?? given, given]
      if (feedback.matches('.correct')) right.add(id)
      if (JSON.stringify(answers[id]) !== before) memory.keep(answers)
      count()
    }
    new MutationObserver(judged).observe(feedback, { attributeFilter: ['class'] })
  })
  count()
  memory.said(text => { if (kept.textContent !== text) kept.textContent = text })
  when_on_the_page(place, () => questions.forEach(({ id }, number) => answer_again(quizzes[number], answers[id]?.[1])))
}

// A sentence in the language of these words, each {name} in it filled in.
function said_in(words, text, known = {}) {
  return (words[text] ?? text).replace(/\{(\w+)\}/g, (_, name) => known[name])
}

function line(place, name) {
  const made = place.appendChild(document.createElement('p'))
  made.className = name
  made.setAttribute('role', 'status')
  return made
}

// The answers among what was kept, which may be anything.
function checked(kept) {
  const is_answer = one => typeof one === 'string' && one.length <= 40
  const is_pair = pair => Array.isArray(pair) && pair.length === 2 && pair.every(is_answer)
  return Object.fromEntries(Object.entries(kept ?? {}).filter(([, pair]) => is_pair(pair)))
}

// What a question was answered by: the number of a choice, from 0, or the number typed; '' when by nothing.
function answer_of(choices) {
  const labels = [...choices.querySelectorAll('.MCButton')]
  const chosen = labels.findIndex(label => label.matches('.correctButton, .incorrectButton'))
  return labels.length ? (chosen < 0 ? '' : String(chosen)) : choices.querySelector('.Input-text').value.slice(0, 40)
}

// Give an answer once more, as after a notebook was reopened.
function answer_again(quiz, given) {
  if (given === undefined) return
  const inputs = [...quiz.querySelectorAll('input')]
  if (inputs[0].type === 'radio') inputs[given]?.click()
  else {
    inputs[0].value = plain_number(given)
    judge(inputs[0], true)
  }
}

// jupyterquiz finds what it draws by ids, so only in the page.
function when_on_the_page(place, act) {
  if (place.isConnected) act()
  else setTimeout(() => when_on_the_page(place, act), 50)
}

function numeric(input, feedback, words) {
  input.previousSibling.htmlFor = input.id
  const check = () => {
    if (!input.value.trim()) return
    input.value = plain_number(input.value)
    if (input.value) return judge(input)
    feedback.textContent = said_in(words, 'Type a number, such as 0.05 or 1/20.')
    feedback.className = 'Feedback'
    feedback.style.display = 'block'
  }
  input.onkeypress = event => { if (event.key === 'Enter') check() }
  input.onpaste = null
  input.addEventListener('focus', () => { input.className = 'Input-text' })
  const button = document.createElement('button')
  button.textContent = said_in(words, 'Check')
  button.className = 'Check'
  button.onclick = check
  input.after(button)
}

// jupyterquiz goes on to the next number after a right one, and empties its field: not where answers are given again.
function judge(input, quietly = false) {
  const others = quietly ? [...input.closest('.Quiz').parentElement.querySelectorAll('.Input-text')] : []
  for (const other of others) other.focus = () => {}
  check_numeric(input, { keyCode: 13 })
  for (const other of others) delete other.focus
}

// A number as a program writes it, "" when it is none. Full-width digits, a decimal comma and a long minus are read.
function plain_number(text) {
  text = text.normalize('NFKC').replace(/[\s]/g, '').replace(/[−–]/g, '-').replace('。', '.')
  text = text.includes('.') ? text.replaceAll(',', '') : text.replace(',', '.')
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+|\/(\d+\.?\d*|\.\d+))?$/i.test(text) ? text : ''
}

// On a page without a kernel the browser remembers, and nobody else.
export function in_browser(name, words = {}) {
  const key = `course-quiz-${name}`
  let show = (_text) => {}
  let answers = {}
  const said = { kept: said_in(words, 'Your answers are kept in this browser only.'),
    lost: said_in(words, 'This browser does not keep your answers.') }
  try {
    answers = JSON.parse(localStorage.getItem(key) ?? '{}') ?? {}
  } catch {} // damaged, or the browser keeps nothing
  return {
    answers,
    keep(now) {
      try {
        localStorage.setItem(key, JSON.stringify(now))
        show(said.kept)
      } catch {
        show(said.lost)
      }
    },
    said(how) {
      show = how
      if (Object.keys(checked(answers)).length) show(said.kept)
    },
  }
}

// In JupyterLab the widget's model remembers: a saved notebook holds it, and a kernel that lives says what it did.
export function in_notebook(model) {
  let show = (_text) => {}
  let answers = model.get('answers')
  const tell = () => {
    const told = model.get('told')
    const heard = JSON.stringify(told.answers) === JSON.stringify(answers)
    const save = 'Save the notebook to keep your answers: then course progress counts them.'
    show(heard ? told.said : said_in(model.get('words') ?? {}, save))
  }
  return {
    answers,
    keep(now) {
      answers = structuredClone(now)
      model.set('answers', answers)
      model.save_changes()
      model.widget_manager.setDirty?.() // JupyterLab asks before it closes a notebook that is not saved
      setTimeout(tell, 1000) // no kernel may be there to answer
    },
    said(how) {
      show = how
      model.on('change:told', tell)
      if (Object.keys(checked(answers)).length) tell()
    },
  }
}
