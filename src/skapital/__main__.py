"""`python -m skapital` is `skapital`."""

from skapital.cli.main import run

if __name__ == "__main__":
    run()
