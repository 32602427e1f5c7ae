"""What slides and site bring along, so that showing them needs no network: unchanged files with their licences.

reveal         reveal.js 6.0.2 (MIT), the parts that slides use: npm package reveal.js
stix-two-math  STIX Two Math 5.3.0 (SIL Open Font License), for formulas: npm package @fontsource/stix-two-math
"""

from pathlib import Path

REVEAL = Path(__file__).parent / "reveal"
FONT = Path(__file__).parent / "stix-two-math"
