"""Builds the reference of every public module from its docstrings, without a network.

    .venv/bin/python docs/make_reference.py outputs/docs

Rooms import their functions when they are asked for; here each name that a room promises is asked for first, so that
pdoc sees it.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import warnings
from pathlib import Path

import pdoc

import themes

LEFT_OUT = ("__main__", "child", "worker", "vector_worker", "benchmarks")  # started as a process of their own


def module_names() -> list[str]:
    """The package and its modules, without those that only run as a process."""
    found = [module.name for module in pkgutil.walk_packages(themes.__path__, "themes.")]
    return ["themes", *sorted(name for name in found if not set(name.split(".")) & set(LEFT_OUT))]


def main(folder: Path) -> None:
    """Write the site to `folder`, starting at index.html."""
    names = module_names()
    for name in names:
        module = importlib.import_module(name)
        for public in getattr(module, "__all__", ()):
            module.__dict__.setdefault(public, getattr(module, public))
    pdoc.render.configure(docformat="numpy", footer_text="themes", search=True)
    with warnings.catch_warnings():  # a module that has the name of its function is met twice; one page is right
        warnings.filterwarnings("ignore", message="The module specification")
        pdoc.pdoc(*names, output_directory=folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path("outputs/docs"))
