"""Writes figures/inspect.json: what `pyhf inspect --output-file` writes of some workspaces."""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from histfactory_reference import generator
from reference import assert_pinned_versions, write_figures
from workspace_cases import GOOD


def inspected(document):
    """pyhf's program, run as a person runs it."""
    with TemporaryDirectory() as folder:
        workspace, output = Path(folder) / "workspace.json", Path(folder) / "output.json"
        workspace.write_text(json.dumps(document))
        program = [Path(sys.executable).with_name("pyhf"), "inspect", workspace, "--output-file", output]
        subprocess.run(program, check=True, capture_output=True)
        return json.loads(output.read_text())


def main():
    assert_pinned_versions()
    documents = {"good": GOOD} | {f"random {index}": generator(index).workspace() for index in (1, 7, 11)}
    cases = [
        {"name": name, "document": document, "inspected": inspected(document)}
        for name, document in documents.items()
    ]
    write_figures("inspect", {"cases": cases})


if __name__ == "__main__":
    main()
