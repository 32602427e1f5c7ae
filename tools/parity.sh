#!/bin/sh
# usage: make parity [ONLY=Lion]
# Records PyTorch's, Keras's and optax's trajectories anew, of one rule if one is named.
# They are large, so they live in an environment of their own.
set -eu
cd "$(dirname "$0")/.."
if ! cmp -s tests/parity/requirements.in .venv-parity/requirements.in; then
    rm -rf .venv-parity
    "${PYTHON:-python3}" -m venv .venv-parity
    .venv-parity/bin/python -m pip install --quiet -r tests/parity/requirements.in
    cp tests/parity/requirements.in .venv-parity/requirements.in
fi
.venv-parity/bin/python tests/parity/record.py "$@"
# With the libraries here, the test compares with them as well. (-c: nbval, of the tests' own settings, is not here.)
.venv-parity/bin/python -m pytest -q -c /dev/null --rootdir . -p no:cacheprovider -W ignore tests/test_parity.py tests/test_parity_defaults.py -k "${1:-test}"
