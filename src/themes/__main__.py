"""python -m themes"""

from themes.cli import entry

if __name__ == "__main__":
    entry()
