"""``python -m bot``: the command line, under its other name."""

import sys

from bot.cli.main import main

sys.exit(main())
