"""Lets `python -m sem` do what `sem` does."""

from sem.cli import main

if __name__ == "__main__":
    main()
