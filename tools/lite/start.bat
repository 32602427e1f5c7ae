@echo off
rem Serve the course to this computer and open it; for Windows.
cd /d "%~dp0"
where py >nul 2>nul && (py -3 serve.py %* & goto end)
where python >nul 2>nul && (python serve.py %* & goto end)
echo No Python was found. Install Python 3 (python.org), then start this again.
:end
if errorlevel 1 pause
