"""KoSIT's rules of XRechnung, as the makers of phive pack them; run as a module it only fetches."""

from pathlib import Path

from jgo.maven import MavenContext

GROUP, NAME, VERSION = "com.helger.phive.rules", "phive-rules-xrechnung", "4.2.3"


def rules() -> Path:
    """The jar with the rules as XSLT; kept after the first time."""
    component = MavenContext().project(GROUP, NAME).at_version(VERSION)
    return Path(component.artifact().resolve())


if __name__ == "__main__":
    rules()
