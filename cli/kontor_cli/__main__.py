"""`python -m kontor_cli` is `kontor`."""

from kontor_cli.app import app

if __name__ == "__main__":
    app()
