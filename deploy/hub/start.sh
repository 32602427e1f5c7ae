#!/bin/sh
# Starts the server that `setup.sh` made here; what follows is given to JupyterHub.
cd -P "$(dirname "$0")" || exit 1
PATH="$(pwd)/venv/bin:$(pwd)/node_modules/.bin:$PATH"
export PATH
exec jupyterhub --config "$(pwd)/jupyterhub_config.py" "$@"
