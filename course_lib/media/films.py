"""The animations of chapter 6 as GIF, and as MP4 where there is an ffmpeg."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import numpy as np

from course_lib.animations import gif
from course_lib.authoring import languages
from course_lib.errors import CourseError
from course_lib.language import current, later, say
from course_lib.media import Item

CHAPTER = "06_comparison"
MISSING = later(
    "There is no ffmpeg here, so the animations are GIFs alone: install it (apt install ffmpeg, brew install ffmpeg)."
)
SHOWN = re.compile(r"!\[([^\]]+)\]\(media/(\w+)\.gif\)")
# H.264 in 4:2:0, which every player and PowerPoint know, wants even sizes; the last frame stays.
FILTER = f"pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,tpad=stop_mode=clone:stop_duration={gif.HOLD / 1000:g}"


def all_of(root: Path, folder: Path) -> list[Item]:
    """Copy the animations that the chapter shows, and write them as MP4, too, if ffmpeg is there."""
    text = languages.text_of(root, f"notebooks/{CHAPTER}", current())
    found, program = [], shutil.which("ffmpeg")
    folder.mkdir(parents=True, exist_ok=True)
    for alt, name in dict.fromkeys(SHOWN.findall(text)):
        source = root / "notebooks" / "media" / f"{name}.gif"
        files = [folder / f"{CHAPTER[:2]}-animation-{name}.gif"]
        shutil.copy(source, files[0])
        frames = [pixels for pixels, _ in gif.decoded(source.read_bytes())]
        if program:
            files.append(files[0].with_suffix(".mp4"))
            encode(program, frames, files[1])
        height, width = frames[0].shape[:2]
        seconds = (len(frames) - 1) * gif.FRAME / 1000 + gif.HOLD / 1000
        size = say("{width} × {height} pixels, {seconds:.0f} seconds", width=width, height=height, seconds=seconds)
        found.append(Item(CHAPTER, files[0].stem, say("Animation: {name}", name=name), alt, tuple(files), size))
    return found


def encode(program: str, frames: list[np.ndarray], target: Path) -> None:
    """Write frames (height, width, 3) as an MP4."""
    height, width = frames[0].shape[:2]
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", f"{1000 / gif.FRAME:.4f}", "-i", "-"]
    out = ["-vf", FILTER, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-crf", "18", "-movflags", "+faststart"]
    command = [program, "-loglevel", "error", "-y", *raw, *out, str(target)]
    done = subprocess.run(command, input=np.stack(frames).tobytes(), capture_output=True, check=False)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise CourseError(
            say(
                "ffmpeg could not write {target}: {said}",
                target=target,
                said=said[-1] if said else say("it does not say why"),
            )
        )
