# make lab    set up (once) and open the course in JupyterLab; ARGS="--no-browser --port 8899" are passed on
# make test   set up (once) and run the tests that guard each change; `make test-all` runs all
# GNU make 3.81 is enough.

# LANGUAGE=zh: in Chinese. Only where make is told so: systems have a variable of this name.
SPOKEN = $(if $(filter command,$(origin LANGUAGE)),--language $(LANGUAGE))

PYTHON_IN_VENV = .venv/bin/python
COURSE = .venv/bin/course

.PHONY: help lab style test tours test-all quick measured coverage test-cpus notebooks animations slides slides-pdf media site lite lite-zip release bench bench-grading bench-explorers parity lock learner dev js bundles hub

help:
	@echo "make lab        set up, then open the course in JupyterLab (LANGUAGE=zh: in Chinese; ARGS=\"--no-browser --port 8899\" are passed on)"
	@echo "make test       set up, then run the tests that guard each change (ARGS=\"-k momentum\" are passed on)"
	@echo "make test-all   these and the long tours: every control, slide and page in every place"
	@echo "make coverage   measure how much of the maths, homework and grading the tests run; fails below a floor"
	@echo "make quick      style, types and the quick tests: a minute, without browser, sandbox and notebooks"
	@echo "make test-cpus  a rebuild changes no byte, also without the vector units that this CPU has"
	@echo "make notebooks  build what changed of notebooks, solutions and exercises from their src/*.md"
	@echo "make animations build notebooks/media/*.gif, the animations of chapter 6"
	@echo "make slides     the lecture: dist/slides/index.html, and your pages: dist/guide/index.html; they need no network"
	@echo "make slides-pdf the same, and printed for students and with the speaker's notes: dist/slides/pdf"
	@echo "make media      pictures, animations and formulas as files for slides of your own: dist/media"
	@echo "make site       the website: dist/site, which needs no network either"
	@echo "make lite       the course in the browser alone, with its own Python: dist/lite (ARGS=--cdn: a small form)"
	@echo "make lite-zip   the same, and in one file for a class without a network: dist/optimizers-course-browser.zip"
	@echo "make release    pack what students get: dist/optimizers-course-students.zip (ARGS=\"--students class.csv\": one for each)"
	@echo "make hub        a class's server to try here: JupyterHub on port 8000, any name and any password"
	@echo "make bench      measure speeds side by side"
	@echo "make bench-grading  the same forty submissions by this grader, nbgrader and Otter-Grader (ARGS=\"--against COMMIT\": by that commit's grader)"
	@echo "make bench-explorers  from a key press to a new picture, ours against interact with matplotlib; frames in 3-D and while a network trains"
	@echo "make bundles    bundle the explorers' JavaScript anew (needs Node.js, which learners do not)"
	@echo "make js         check the explorers' JavaScript: types, lint, numbers (needs Node.js, which learners do not)"
	@echo "make parity     record PyTorch, Keras and optax anew, in an environment of their own (ONLY=Lion for one rule)"
	@echo "make lock       choose the newest versions and lock them"

learner dev:
	@sh tools/setup.sh $@

lab: learner
	@$(COURSE) lab $(SPOKEN) $(ARGS)

style: dev
	@$(PYTHON_IN_VENV) -m ruff check --quiet
	@$(PYTHON_IN_VENV) -m ruff format --check --quiet
	@$(PYTHON_IN_VENV) -m mypy --no-error-summary

quick: style
	@PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(PYTHON_IN_VENV) -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not browser and not sandbox and not slow" tests $(ARGS)

# One thread each: the matrices are small, and processes that share the cores by threads take six times as long.
# The longest files first, as tests/conftest.py sorts them, and one process more than cores: a browser test mostly waits.
# What is compiled once is kept, also where the environment forbids it: a run starts hundreds of interpreters.
SUITE = PYTHONDONTWRITEBYTECODE= OPENBLAS_NUM_THREADS=1 $(PYTHON_IN_VENV) -m pytest -n 3 --dist loadfile --no-loadscope-reorder --nbval notebooks solutions tests

test: style
	@$(SUITE) -m "not tour" $(ARGS)

tours: dev
	@$(SUITE) -m tour $(ARGS)

test-all: test tours

# A run of its own: inside `make test` the measuring would go into the kernel of every notebook. No test of these needs a
# browser, and the floors hold without bubblewrap.
MEASURED = $(wildcard tests/test_homework_*.py tests/test_grading*.py) $(patsubst %,tests/test_%.py,worker platforms students exports \
	sheets handback lti drop measures variants similarity forms late_and_people partial_credit regrade rules files optimizers muon training models surfaces averages data schedules kinds)

measured:
	@echo $(MEASURED)

coverage: dev
	@$(PYTHON_IN_VENV) -m coverage erase
	@OPENBLAS_NUM_THREADS=1 $(PYTHON_IN_VENV) -m coverage run -m pytest -q -n 3 $(MEASURED) $(ARGS)
	@$(PYTHON_IN_VENV) -m coverage combine -q
	@mkdir -p build
	@$(PYTHON_IN_VENV) -m coverage json -q -o build/coverage.json
	@$(PYTHON_IN_VENV) tools/coverage_floor.py build/coverage.json

test-cpus: dev
	@$(PYTHON_IN_VENV) tools/test_cpus.py $(ARGS)

notebooks: dev
	@$(COURSE) build $(SPOKEN) $(ARGS)

animations: dev
	@$(COURSE) animations $(ARGS)

slides: dev
	@$(COURSE) slides $(SPOKEN) $(ARGS)
	@$(COURSE) guide $(SPOKEN)

slides-pdf: dev
	@$(COURSE) slides --pdf $(ARGS)

media: dev
	@$(COURSE) media $(ARGS)

site: dev
	@$(COURSE) site $(ARGS)

lite: dev
	@$(COURSE) lite $(ARGS)

lite-zip: dev
	@$(COURSE) lite --zip $(ARGS)

release: dev
	@$(COURSE) release $(ARGS)

hub: dev
	@sh deploy/hub/setup.sh
	@sh build/hub/start.sh $(ARGS)

bench: dev
	@$(PYTHON_IN_VENV) tools/bench.py

bench-grading: dev
	@sh tools/bench_grading.sh $(ARGS)

bench-explorers: dev
	@$(PYTHON_IN_VENV) -m tools.bench_explorers
	@$(PYTHON_IN_VENV) -m tools.bench_landscape
	@$(PYTHON_IN_VENV) -m tools.bench_train

bundles:
	@cd tools/js && npm ci --silent --no-audit --no-fund && node bundle.mjs

js: dev bundles
	@$(PYTHON_IN_VENV) -m pytest -q tests/test_js.py

parity:
	@sh tools/parity.sh $(ONLY)

lock: dev
	@sh tools/lock.sh --upgrade
