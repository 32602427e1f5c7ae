// What a deck's page has loaded before course_lib/authoring/slides.js.
declare const Reveal: any, RevealNotes: any, WIDTH: number, HEIGHT: number, FOOT: string, ON_PAPER: string

// What jupyterquiz's own script defines, before course_lib/quiz/quiz.js.
declare function show_questions(questions: object[], place: HTMLElement): void
declare function check_numeric(input: HTMLInputElement, event: { keyCode: number }): void
