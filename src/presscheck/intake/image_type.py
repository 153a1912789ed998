"""What pictures are to us: arrays of shades, and maps of chances."""

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
"""Shades of grey, rows by columns: 0 is black."""
Map = NDArray[np.float32]
"""Chances, 0 to 1."""
