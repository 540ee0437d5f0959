"""Write the pinned locks from what is installed: `python requirements/make_locks.py` in a complete environment.

A lock names every package that the roots need, with its version and the platforms that need it, and nothing else:
no index, no hashes of one platform's files. It is installed with `pip install --no-deps -r`, which is what keeps
out what BERTopic would otherwise pull in (sentence-transformers, PyTorch, UMAP with its compiler).
"""

from __future__ import annotations

import importlib.metadata as metadata
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HERE = Path(__file__).parent
LEFT_OUT = {"bertopic": {"hdbscan", "umap-learn", "sentence-transformers", "llvmlite"}}  # its light installation
PLATFORMS = {
    "linux": {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix"},
    "darwin": {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix"},
    "win32": {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt"},
}
# needed on a platform that is not this one, so not installed here
ELSEWHERE = {"colorama": "0.4.6", "pywinpty": "3.1.2", "appnope": "0.1.4"}


def closure(roots: list[str]) -> dict[str, set[str]]:
    """Package name -> the platforms that need it, from the metadata of what is installed."""
    needed: dict[str, set[str]] = {}
    for platform, environment in PLATFORMS.items():
        todo = [Requirement(root) for root in roots]
        seen: set[tuple[str, frozenset[str]]] = set()
        while todo:
            requirement = todo.pop()
            name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
            if (name, extras) in seen:
                continue
            seen.add((name, extras))
            needed.setdefault(name, set()).add(platform)
            try:
                requires = metadata.requires(name) or []
            except metadata.PackageNotFoundError:
                if name not in ELSEWHERE:
                    raise
                continue
            for line in requires:
                child = Requirement(line)
                if canonicalize_name(child.name) in LEFT_OUT.get(name, set()):
                    continue
                tried = extras or {""}
                if child.marker is None or any(
                    child.marker.evaluate({**environment, "implementation_name": "cpython", "extra": extra})
                    for extra in tried
                ):
                    todo.append(child)
    return needed


def lines(needed: dict[str, set[str]]) -> list[str]:
    """Pins in order, with a marker where not every platform needs the package."""
    result = []
    for name, platforms in sorted(needed.items()):
        pin = f"{name}=={ELSEWHERE.get(name) or metadata.version(name)}"
        if platforms != set(PLATFORMS):
            pin += " ; " + " or ".join(f'sys_platform == "{platform}"' for platform in sorted(platforms))
        result.append(pin)
    return result


def main() -> None:
    project = tomllib.loads((HERE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    locks = {
        "run.txt": project["dependencies"],
        "dev.txt": [*project["dependencies"], *extras["notebook"], *extras["cluster"], *extras["dev"]],
    }
    for file, roots in locks.items():
        text = "\n".join(lines(closure(roots)))
        head = f"# made by requirements/make_locks.py; install with: pip install --no-deps -r requirements/{file}"
        (HERE / file).write_text(f"{head}\n{text}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
