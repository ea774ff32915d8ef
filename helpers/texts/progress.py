"""Progress bars for slow work: on a terminal only, after two seconds, since shorter work needs none."""

from functools import partial

from tqdm import tqdm

progress = partial(tqdm, delay=2, leave=False, disable=None)
