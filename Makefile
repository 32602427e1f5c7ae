# make lab    set up (once) and open the course in JupyterLab; ARGS="--no-browser --port 8899" are passed on
# make test   set up (once) and run all tests
# GNU make 3.81 is enough.

PYTHON_IN_VENV = .venv/bin/python

.PHONY: help lab test notebooks animations slides site lite release bench bench-grading bench-explorers parity lock learner dev

help:
	@echo "make lab        set up, then open the course in JupyterLab (ARGS=\"--no-browser --port 8899\" are passed on)"
	@echo "make test       set up, then run all tests (ARGS=\"-k momentum\" are passed on)"
	@echo "make notebooks  build what changed of notebooks, solutions and exercises from their src/*.md"
	@echo "make animations build notebooks/media/*.gif, the animations of chapter 6"
	@echo "make slides     the lecture: dist/slides/NN_*/index.html, which need no network"
	@echo "make site       the website: dist/site, which needs no network either"
	@echo "make lite       the course in JupyterLite: dist/lite, whose Python comes from the network"
	@echo "make release    pack what students get: dist/optimizers-course-students.zip"
	@echo "make bench      measure speeds side by side"
	@echo "make bench-grading  the same forty submissions by this grader, nbgrader and Otter-Grader"
	@echo "make bench-explorers  from a key press to a new picture, ours against interact with matplotlib"
	@echo "make parity     record PyTorch, Keras and optax anew, in an environment of their own (ONLY=Lion for one rule)"
	@echo "make lock       choose the newest versions and lock them"

learner dev:
	@sh tools/setup.sh $@

lab: learner
	@.venv/bin/course lab $(ARGS)

test: dev
	@$(PYTHON_IN_VENV) -m ruff check
	@$(PYTHON_IN_VENV) -m ruff format --check --quiet
	@# One thread each: the matrices are small, and processes that share the cores by threads take six times as long.
	@# The longest files first, and one process more than cores: a browser test mostly waits.
	@OPENBLAS_NUM_THREADS=1 $(PYTHON_IN_VENV) -m pytest -n 3 --dist loadfile --nbval tests/test_lab_browser.py notebooks solutions tests $(ARGS)

notebooks: dev
	@$(PYTHON_IN_VENV) -m course_lib.authoring $(ARGS)

animations: dev
	@$(PYTHON_IN_VENV) -m course_lib.animations notebooks/media

slides: dev
	@$(PYTHON_IN_VENV) -m course_lib.authoring.slides $(ARGS)

site: dev
	@$(PYTHON_IN_VENV) -m course_lib.authoring.site $(ARGS)

lite: dev
	@$(PYTHON_IN_VENV) -m course_lib.authoring.lite $(ARGS)

release: dev
	@$(PYTHON_IN_VENV) -m course_lib.authoring.release

bench: dev
	@$(PYTHON_IN_VENV) tests/bench.py

bench-grading: dev
	@sh tools/bench_grading.sh

bench-explorers: dev
	@$(PYTHON_IN_VENV) -m tests.bench_explorers

parity:
	@sh tools/parity.sh $(ONLY)

lock: dev
	@sh tools/lock.sh
