"""Frames: the aim, value, threat or subject of a sentence, labelled by reviewed cues that each have an address.

These are issue frames. `lexicon/frames.md` defines the ten of this collection and the difference from Entman (1993).
"""

from helpers.lexicon.schemas import FRAMES, HEADINGS
from helpers.mentions.frames.cues import LISTS, frame_names, frames_of
from helpers.mentions.frames.labels import FrameWarning, Labelled, label_frames
from helpers.mentions.frames.occasions import occasions
