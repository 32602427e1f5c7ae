"""usage: python -m tools.font NotoSansSC.ttf: write course_lib/fonts/course-han.ttf with the letters that occur."""

import sys
from pathlib import Path

from course_lib.authoring import letters

ROOT = Path(__file__).resolve().parents[1]

if __name__ == "__main__":
    wanted = letters.needed(ROOT)
    letters.write_subset(sys.argv[1], wanted)
    print(f"{letters.FONT.relative_to(ROOT)}: {len(wanted)} letters, {letters.FONT.stat().st_size // 1000} KB")
