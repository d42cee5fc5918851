"""Sessions are told apart by browser and system."""

import pytest
from kontor_web.devices import device_name, is_handheld

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
EDGE = f"{CHROME} Edg/131.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (CHROME, "Chrome · Windows"),
        (EDGE, "Edge · Windows"),
        (SAFARI, "Safari · iPhone"),
        (FIREFOX, "Firefox · Linux"),
        ("curl/8.11", "curl/8.11"),
        ("", ""),
    ],
)
def test_a_device_is_called_by_its_browser_and_system(said: str, name: str) -> None:
    assert device_name(said) == name


def test_a_telephone_is_shown_as_one() -> None:
    assert is_handheld(SAFARI)
    assert not is_handheld(FIREFOX)
