"""`python -m konturen`: the command."""

from konturen_start import main

if __name__ == "__main__":
    main()
