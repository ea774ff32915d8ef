import sys

from helpers.notebooks.runs import main

sys.exit(main())
