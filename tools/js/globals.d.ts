// What a deck's page has loaded before course_lib/authoring/slides.js.
declare const Reveal: any, RevealNotes: any, WIDTH: number, HEIGHT: number
