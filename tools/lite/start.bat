@echo off
rem Serve the course to this computer and open it; for Windows.
cd /d "%~dp0"
set "python="
rem Windows has a python of its own that only offers to install one: whether it runs is asked of each.
for %%p in ("py -3" python python3) do if not defined python %%~p -c "import sys; sys.exit(sys.version_info < (3, 8))" >nul 2>nul && set "python=%%~p"
if not defined python (
    echo No Python 3.8 or newer was found. Install one from python.org, then start this again.
    pause
    exit /b 2
)
%python% serve.py %*
if errorlevel 1 pause
