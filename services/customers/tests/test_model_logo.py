"""A logo is what its bytes are, not what its name says."""

from io import BytesIO

import pytest
from kontor_contracts.customers.organisation import Organisation
from kontor_contracts.errors import InvalidInputError
from kontor_customers.model.logo import LARGEST_FILE, event_of, read_logo
from PIL import Image


def an_image(kind: str, size: tuple[int, int] = (40, 20)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "navy").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(("kind", "media_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_png_and_jpeg_are_told_by_their_content(kind: str, media_type: str) -> None:
    logo = read_logo(an_image(kind))
    assert logo.media_type == media_type
    assert len(logo.sha256) == 64


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"\x89PNG\r\n\x1a\n",
        an_image("PNG")[:-30],
        an_image("JPEG")[:200],
        an_image("GIF"),
        an_image("PNG", (2001, 10)),
        an_image("PNG") + b"\x00" * LARGEST_FILE,
    ],
    ids=["empty", "svg", "head", "cut png", "cut jpeg", "gif", "too wide", "too heavy"],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_logo(data)
    assert [error.field for error in refused.value.fields] == ["logo"]


def test_the_fact_carries_the_image() -> None:
    logo = read_logo(an_image("PNG"))
    event = event_of(Organisation(version=3, name="Beispielnetz"), logo)
    assert type(event).model_validate_json(event.model_dump_json()).image == logo.image


@pytest.mark.parametrize(
    "drawing",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- made by hand -->\n<SVG/>',
    ],
)
def test_a_drawing_is_refused_with_the_reason_and_what_to_do(drawing: bytes) -> None:
    with pytest.raises(InvalidInputError) as refused:
        read_logo(drawing)
    (fault,) = refused.value.fields
    assert fault.code == "svg"
    assert "export it as PNG" in fault.message
