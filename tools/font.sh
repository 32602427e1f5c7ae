#!/bin/sh
# usage: sh tools/font.sh
# Fetches Noto Sans SC (SIL Open Font License) once, 57 MB, and writes course_lib/fonts/course-han.ttf: the letters that
# the translations need, and no others. Needs npm.
set -eu
cd "$(dirname "$0")/.."
PACKAGE=@expo-google-fonts/noto-sans-sc@0.4.3
HASH=0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59
FOLDER=build/font
FILE=$FOLDER/expo-google-fonts-noto-sans-sc-0.4.3.tgz
mkdir -p "$FOLDER"
[ -f "$FILE" ] || (cd "$FOLDER" && npm pack --silent "$PACKAGE" >/dev/null)
echo "$HASH  $FILE" | sha256sum --check --quiet
tar -xzf "$FILE" -C "$FOLDER" package/400Regular/NotoSansSC_400Regular.ttf package/LICENSE_FONT
cp "$FOLDER/package/LICENSE_FONT" course_lib/fonts/LICENSE
.venv/bin/python -m tools.font "$FOLDER/package/400Regular/NotoSansSC_400Regular.ttf"
