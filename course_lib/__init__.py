"""The library of the optimizers course: one module for each idea, read from the bottom up.

Layer 0   optimizers, averages, surfaces, data, schedules, style, and arguments, which says what is wrong with one
Layer 1   models, training, own_rule
Layer 2   experiments, plots, animations
Layer 3   explorers
Wings     homework, quiz, grading, authoring, translation, questions, exams, worksheets, media, and what a learner's
          commands need: cli, workspace, merging, records, installation, handing_in
Below     errors, files and language, which any of them may use; called, what a name is called in a language, and
          heard, which knows an English sentence again; audiences says who gets which file

A module imports only from its own layer and those below it, never in a circle, so the maths can be read (and imported)
without the pictures. A wing stands beside the house: nothing in the house imports it.
"""
