"""Regenerates every figure: runs main() of each *_reference.py of this folder."""

import subprocess
import sys

from reference import FOLDER, assert_pinned_versions


def main():
    assert_pinned_versions()
    for script in sorted(FOLDER.glob("*_reference.py")):
        print(script.name, flush=True)
        # A process of its own: JAX's settings are global, and no script may lean on another's.
        call = f"import {script.stem}; {script.stem}.main()"
        subprocess.run([sys.executable, "-c", call], cwd=FOLDER, check=True)


if __name__ == "__main__":
    main()
