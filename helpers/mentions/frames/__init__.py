"""Frames: what a sentence sets as aim, value, threat or subject; labelled by reviewed cues, with an address for each.

A frame is an issue frame; how that differs from Entman (1993), and the ten of this collection: `lexicon/frames.md`.
"""

from helpers.lexicon.schemas import FRAMES, HEADINGS
from helpers.mentions.frames.cues import LISTS, frame_names, frames_of
from helpers.mentions.frames.labels import FrameWarning, Labelled, label_frames
from helpers.mentions.frames.occasions import FRAMES_OF_OCCASIONS, occasions
